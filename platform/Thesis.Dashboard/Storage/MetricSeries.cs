using System.Text;

namespace Thesis.Dashboard.Storage;

/// <summary>How a metric's points are to be read.</summary>
internal enum MetricKind : byte
{
    Gauge = 1,

    /// <summary>May go down as well as up.</summary>
    Sum = 2,

    /// <summary>Only grows.</summary>
    Counter = 3,

    Histogram = 4,

    ExponentialHistogram = 5,

    /// <summary>Count and sum alone.</summary>
    Summary = 6,
}

/// <summary>What the points of one series have in common.</summary>
internal sealed record MetricSeries(
    int Resource,
    int Scope,
    MetricKind Kind,
    bool IsDelta,
    string Name,
    string Description,
    string Unit,
    double[] Bounds,
    IReadOnlyList<(string Key, string Value)> Attributes)
{
    /// <summary>As a name in the <see cref="NameTable"/>: equal series have equal bytes.</summary>
    public static void Write(
        FieldWriter into,
        (int Resource, int Scope) origin,
        (MetricKind Kind, bool IsDelta) what,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> description,
        ReadOnlySpan<byte> unit,
        List<double> bounds)
    {
        into.Clear();
        into.Number(origin.Resource);
        into.Number(origin.Scope);
        into.Number((int)what.Kind);
        into.Number(what.IsDelta ? 1 : 0);
        into.Text(name);
        into.Text(description);
        into.Text(unit);
        into.Number(bounds.Count);
        foreach (var bound in bounds)
        {
            into.Number(BitConverter.DoubleToInt64Bits(bound));
        }
    }

    public static MetricSeries Read(ReadOnlySpan<byte> name)
    {
        var shape = BitConverter.ToInt32(name);
        var fields = new FieldReader(name.Slice(sizeof(int), shape), name[(sizeof(int) + shape)..]);
        var resource = (int)fields.Number();
        var scope = (int)fields.Number();
        var kind = (MetricKind)fields.Number();
        var isDelta = fields.Number() != 0;
        var metric = Encoding.UTF8.GetString(fields.Text());
        var description = Encoding.UTF8.GetString(fields.Text());
        var unit = Encoding.UTF8.GetString(fields.Text());
        var bounds = new double[fields.Number()];
        for (var i = 0; i < bounds.Length; i++)
        {
            bounds[i] = BitConverter.Int64BitsToDouble(fields.Number());
        }

        var attributes = new (string, string)[fields.Number()];
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = (Encoding.UTF8.GetString(fields.Text()), Encoding.UTF8.GetString(fields.Value(out _)));
        }

        return new MetricSeries(resource, scope, kind, isDelta, metric, description, unit, bounds, attributes);
    }
}
