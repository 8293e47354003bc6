namespace Offprint.Cards;

/// <summary>Curves: learning curves, errors against steps, boundaries.</summary>
/// <param name="Title">The chart's title.</param>
/// <param name="Series">The curves.</param>
public sealed record LineFigure(string Title, IReadOnlyList<Series> Series) : Figure(Title);

/// <summary>Points in the plane, not joined.</summary>
/// <param name="Title">The chart's title.</param>
/// <param name="Series">The clouds; their strokes are ignored.</param>
public sealed record ScatterFigure(string Title, IReadOnlyList<Series> Series) : Figure(Title);

/// <summary>Arrows in the plane: vector fields.</summary>
/// <param name="Title">The chart's title.</param>
/// <param name="Fields">The fields, one color each.</param>
public sealed record QuiverFigure(string Title, IReadOnlyList<ArrowField> Fields) : Figure(Title)
{
    /// <summary>
    /// The length of an arrow of value 1 in the axes' unit, so that panels compare; <see langword="null"/> fits the longest arrow.
    /// </summary>
    public double? Scale { get; init; }
}

/// <summary>Arrows of one legend entry.</summary>
/// <param name="Name">The legend's entry.</param>
/// <param name="X">Horizontal positions of the tails.</param>
/// <param name="Y">Vertical positions of the tails.</param>
/// <param name="U">Horizontal components.</param>
/// <param name="V">Vertical components.</param>
public sealed record ArrowField(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> U,
    IReadOnlyList<double> V);

/// <summary>A matrix as colors.</summary>
/// <param name="Title">The chart's title.</param>
/// <param name="Rows">Labels of the rows, from the top.</param>
/// <param name="Columns">Labels of the columns, from the left.</param>
/// <param name="Values">The matrix, row by row.</param>
public sealed record HeatMap(string Title, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<double>> Values)
    : Figure(Title)
{
    /// <summary>What the colors mean.</summary>
    public string ValueLabel { get; init; } = "";

    /// <summary>Whether each cell shows its number.</summary>
    public bool ShowValues { get; init; }
}

/// <summary>Bars in groups, with optional intervals.</summary>
/// <param name="Title">The chart's title.</param>
/// <param name="Categories">The groups along the axis.</param>
/// <param name="Bars">One list of bars a legend entry, each with a value a category.</param>
public sealed record BarFigure(string Title, IReadOnlyList<string> Categories, IReadOnlyList<BarSeries> Bars) : Figure(Title);

/// <summary>Bars of one legend entry.</summary>
/// <param name="Name">The legend's entry.</param>
/// <param name="Values">One value a category.</param>
public sealed record BarSeries(string Name, IReadOnlyList<double> Values)
{
    /// <summary>The intervals' lower ends, one a category.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>The intervals' upper ends, one a category.</summary>
    public IReadOnlyList<double>? High { get; init; }
}

/// <summary>Pictures in rows: samples of image models, maps.</summary>
/// <param name="Title">The chart's title.</param>
/// <param name="Images">The pictures, row by row.</param>
/// <param name="ColumnCount">How many stand side by side.</param>
public sealed record ImageGrid(string Title, IReadOnlyList<GridImage> Images, int ColumnCount) : Figure(Title)
{
    /// <summary>Labels of the rows, from the top; empty for none.</summary>
    public IReadOnlyList<string> RowLabels { get; init; } = [];

    /// <summary>Labels of the columns, from the left; empty for none.</summary>
    public IReadOnlyList<string> ColumnLabels { get; init; } = [];

    /// <summary>How many times a pixel is enlarged.</summary>
    public int Scale { get; init; } = 2;
}

/// <summary>Pictures shown one after the other, over and over; where nothing moves, as on paper, some of them side by side.</summary>
/// <param name="Title">The chart's title.</param>
/// <param name="Frames">The pictures, all of one size.</param>
/// <param name="FramesPerSecond">How many are shown in a second.</param>
/// <param name="Strip">Some of the pictures, side by side.</param>
public sealed record AnimationFigure(string Title, IReadOnlyList<GridImage> Frames, double FramesPerSecond, ImageGrid Strip)
    : Figure(Title);

/// <summary>A picture: gray values, or red, green and blue in turn.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Pixels">Row by row from the top; one byte a pixel if gray, three if colored.</param>
public sealed record GridImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>Whether <see cref="Pixels"/> holds three bytes a pixel.</summary>
    public bool Colored => Pixels.Length == 3 * Width * Height;
}

/// <summary>Small multiples: charts side by side.</summary>
/// <param name="Title">The title over all of them.</param>
/// <param name="Panels">The charts, row by row.</param>
/// <param name="ColumnCount">How many stand side by side.</param>
public sealed record PanelFigure(string Title, IReadOnlyList<Figure> Panels, int ColumnCount) : Figure(Title);
