// The peer of the environments' benchmark: a bare loop over mj_step.
#include <mujoco/mujoco.h>

static mjModel* model;
static mjData* data;

int open_model(const char* path) {
  char error[1000];
  model = mj_loadXML(path, 0, error, sizeof error);
  if (!model)
    return 0;
  data = mj_makeData(model);
  mj_forward(model, data);
  return model->nq;
}

// Starts anew after each `horizon` actions; every action is held for `skip` steps.
void run(const float* actions, int count, int skip, int horizon, double* positions) {
  for (int i = 0; i < count; i++) {
    if (i % horizon == 0) {
      mj_resetData(model, data);
      mj_forward(model, data);
    }
    for (int j = 0; j < model->nu; j++)
      data->ctrl[j] = actions[i * model->nu + j];
    for (int k = 0; k < skip; k++)
      mj_step(model, data);
  }
  for (int i = 0; i < model->nq; i++)
    positions[i] = data->qpos[i];
}
