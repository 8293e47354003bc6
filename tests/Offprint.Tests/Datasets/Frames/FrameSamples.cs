using Offprint.Datasets.Frames;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Tests.Datasets.Frames;

/// <summary>Small logs of frames for tests.</summary>
internal static class FrameSamples
{
    /// <summary>Frames of random bytes, [2, 4, 3]; two numbers of action; what does not matter in row 0 is NaN.</summary>
    public static FrameDataset Random(params (int Frames, EpisodeEnd End)[] episodes) => Of(new(2, 4, 3), episodes);

    /// <summary>Frames of random bytes of a shape.</summary>
    public static FrameDataset Of(FrameShape shape, params (int Frames, EpisodeEnd End)[] episodes)
    {
        RandomStream random = new Seed(77).Stream();
        return new(new BoxSpace(2, -1, 1), [.. episodes.Select(episode => new FrameEpisode(shape,
            [.. Enumerable.Range(0, episode.Frames * shape.Size).Select(_ => (byte)random.NextInt(256))],
            new([.. Enumerable.Range(0, 2 * episode.Frames).Select(i => i < 2 ? float.NaN : (float)random.NextUniform(-1, 1))], 2),
            [.. Enumerable.Range(0, episode.Frames).Select(i => i == 0 ? float.NaN : (float)random.NextUniform(-1, 2))], episode.End))]);
    }
}
