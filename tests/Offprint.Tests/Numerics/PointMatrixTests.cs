using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class PointMatrixTests
{
    [Fact]
    public void Slices_share_the_storage()
    {
        var points = new PointMatrix(3, 5);
        points.Slice(1, 3).Coordinates(1, 2)[1][2] = 7; // coordinate 2 of point 3
        Assert.Equal([0, 0, 0, 7, 0], points[2].ToArray());
        Assert.Equal([0, 0, 0, 0, 0], points[1].ToArray());
        Assert.Equal((2, 3), (points.Slice(1, 3).Coordinates(1, 2).Dimension, points.Slice(1, 3).Count));
        Assert.Equal(0, points.Slice(5, 0).Count);
    }

    [Fact]
    public void What_lies_outside_is_refused()
    {
        var points = new PointMatrix(2, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => points[2][0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => points[-1][0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => points.Slice(2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => points.Coordinates(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointMatrix(0, 4));
    }
}
