using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>The variables in which a multistep solver sees the probability-flow equation; Euler's step is DDIM in both.</summary>
public enum OdeForm
{
    /// <summary>d(x/α)/d(σ/α) = ε; the variable falls.</summary>
    Noise,

    /// <summary>d(x/σ)/d(α/σ) = x̂₀; the variable rises.</summary>
    Data,
}

/// <summary>The change of variables of an <see cref="OdeForm"/>.</summary>
internal readonly struct OdeVariables(OdeForm form, NoiseSchedule schedule)
{
    /// <summary>What x is divided by: α or σ.</summary>
    public double Scale(double t) => form == OdeForm.Noise ? schedule.Alpha(t) : schedule.Sigma(t);

    /// <summary>The independent variable: σ/α or α/σ.</summary>
    public double Variable(double t) => form == OdeForm.Noise ? schedule.SigmaBar(t) : Math.Exp(schedule.Lambda(t));

    /// <summary>The time of a value of the independent variable.</summary>
    public double Time(double variable) => schedule.TimeOfLambda(form == OdeForm.Noise ? -Math.Log(variable) : Math.Log(variable));

    /// <summary>The equation's right-hand side, from ε at x: ε itself or x̂₀.</summary>
    public Tensor Slope(Tensor x, Tensor noise, double t)
    {
        if (form == OdeForm.Noise)
            return noise;
        double alpha = schedule.Alpha(t);
        return (x / alpha).add_(noise, -schedule.Sigma(t) / alpha);
    }
}
