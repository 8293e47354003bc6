using Offprint.Datasets.Replay;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>
/// Divides rewards by the running deviation of the discounted return of an episode so far, g ← γ g + r: then values are of the order of 1
/// whatever the unit of rewards (Gymnasium's NormalizeReward).
/// </summary>
internal sealed class RewardScale(int population, double discount)
{
    private readonly RunningScales _scales = new(population, 1);
    private double[] _returns = []; // g of each copy, [P × n]

    /// <summary>Takes the newest rollout into the statistics.</summary>
    /// <param name="rows">The rows; their ends count.</param>
    /// <param name="newest">T, the last steps of each copy that are new.</param>
    /// <param name="rewards">The rewards of all rows, [P, N, 1], contiguous; divided in place.</param>
    public void Apply(RolloutRows rows, int newest, Tensor rewards)
    {
        int copies = rows.Environments, steps = rows.Count / copies;
        if (_returns.Length == 0)
            _returns = new double[population * copies];
        using Tensor ends = (rows.Terminated + rows.Truncated).contiguous();
        float[] returns = new float[copies * newest];
        for (int p = 0; p < population; p++)
        {
            ReadOnlySpan<float> own = _scales.Member(rewards, p), ended = _scales.Member(ends, p);
            for (int copy = 0; copy < copies; copy++)
            {
                ref double sum = ref _returns[p * copies + copy];
                for (int t = 0; t < newest; t++)
                {
                    int row = (copy + 1) * steps - newest + t;
                    sum = discount * sum + own[row];
                    returns[copy * newest + t] = (float)sum;
                    if (ended[row] > 0)
                        sum = 0;
                }
            }
            _scales.Update(p, returns);
        }
        _scales.Divide(rewards);
    }

    public (double[] Returns, double[] Statistics) Save() => ([.. _returns], _scales.Save());

    public void Load(double[] returns, double[] statistics)
    {
        _returns = [.. returns];
        _scales.Load(statistics);
    }
}
