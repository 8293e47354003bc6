using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Files;
using Offprint.Tensors;

namespace Offprint.Agents.Collection;

/// <summary>
/// The behavior policy as D4RL's files carry it under <c>metadata</c>: layers <c>policy/fc0</c>, <c>fc1</c>, …, <c>last_fc</c> (means) and
/// <c>last_fc_log_std</c>, weights [out, in].
/// </summary>
internal static class PolicyMetadata
{
    /// <summary>Describes a policy.</summary>
    /// <param name="policy">A policy of one member whose deviation depends on the state.</param>
    /// <param name="step">Steps of its training.</param>
    public static DatasetMetadata Of(GaussianPolicy policy, int step)
    {
        Dictionary<string, NumericArray> own = ParameterFile.Arrays(policy.Network.Parameters);
        int hidden = own.Count / 2 - 1, size = policy.Bounds.Size;
        var arrays = new Dictionary<string, NumericArray> { ["iteration"] = new([1], new[] { (long)step }) };
        for (int layer = 0; layer < hidden; layer++)
            Add($"policy/fc{layer}", layer, 0, own[$"layer{layer}.bias"].Count);
        Add("policy/last_fc", hidden, 0, size);
        Add("policy/last_fc_log_std", hidden, size, size);
        return new(new Dictionary<string, string>
        {
            ["algorithm"] = "SAC", ["policy/nonlinearity"] = "relu", ["policy/output_distribution"] = "tanh_gaussian",
        }, arrays);

        void Add(string name, int layer, int first, int count)
        {
            float[] weight = own[$"layer{layer}.weight"].As<float>(), bias = own[$"layer{layer}.bias"].As<float>();
            int outputs = bias.Length, inputs = weight.Length / outputs;
            float[] rows = new float[count * inputs];
            for (int o = 0; o < count; o++)
            {
                for (int i = 0; i < inputs; i++)
                    rows[o * inputs + i] = weight[i * outputs + first + o];
            }
            arrays[$"{name}/weight"] = new([count, inputs], rows);
            arrays[$"{name}/bias"] = new([count], bias[first..(first + count)]);
        }
    }
}
