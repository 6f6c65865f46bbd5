using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Requests;

/// <summary>What must hold of answers to any request, by changes whose effect on the optimum is known. Each optimum lies
/// between an answer's objective and its bound, so two answers that exclude each other are a fault of the engine.</summary>
public class RequestPropertyTests
{
    private const double Tolerance = 1e-4;
    private static readonly RequestSolver Solver = new(new NativeSolver());
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(15);

    [Fact]
    public void Relabelling_changes_nothing_but_names() => Check.One(Few, Prop.ForAll(Seeds(), seed =>
    {
        var request = City(seed);
        var relabelled = request.Clone();
        var random = new Random(seed);
        Shuffle(relabelled.Foods, random);
        Shuffle(relabelled.Ngos, random);
        foreach (var ngo in relabelled.Ngos)
        {
            ngo.Id += 5000;
        }

        var (one, other) = (Solver.Solve(request), Solver.Solve(relabelled));
        return one.ObjectiveValue <= other.Bound + Tolerance && other.ObjectiveValue <= one.Bound + Tolerance;
    }));

    [Fact]
    public void Scaling_costs_and_lots_scales_the_optimum() => Check.One(Few, Prop.ForAll(Seeds(), seed =>
    {
        var request = City(seed);
        var doubled = request.Clone();
        doubled.MinimumAllocation *= 2;
        doubled.Weights.CostPerKm *= 2;
        foreach (var food in doubled.Foods)
        {
            food.RemainingQuantity *= 2;
        }

        foreach (var ngo in doubled.Ngos)
        {
            ngo.StorageCapacity *= 2;
        }

        var (one, two) = (Solver.Solve(request), Solver.Solve(doubled));
        return 2 * one.ObjectiveValue <= two.Bound + Tolerance && two.ObjectiveValue <= 2 * one.Bound + Tolerance;
    }));

    [Fact]
    public void Splitting_a_donation_in_two_never_raises_the_optimum_where_trips_cost_and_slots_are_few() => Check.One(Few, Prop.ForAll(Seeds(), seed =>
    {
        var request = City(seed);
        var split = request.Clone();
        var half = split.Foods[0].Clone();
        half.Id = 9999;
        split.Foods[0].RemainingQuantity = half.RemainingQuantity = split.Foods[0].RemainingQuantity / 2;
        split.Foods.Add(half);
        // With two halves, every plan is one for the whole, whose trips it may need twice; the other way round it saves trips.
        return Solver.Solve(split).ObjectiveValue <= Solver.Solve(request).Bound + Tolerance;
    }));

    [Fact]
    public void One_more_NGO_never_lowers_the_optimum_beyond_the_gap() => Check.One(Few, Prop.ForAll(Seeds(), seed =>
    {
        var request = City(seed);
        var more = request.Clone();
        more.Ngos.Add(SampleRequest.Ngo(777));
        return Solver.Solve(request).ObjectiveValue <= Solver.Solve(more).Bound + Tolerance;
    }));

    [Fact]
    public void Requests_with_fields_of_any_value_are_answered() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Seeds(), seed =>
    {
        var random = new Random(seed);
        var request = City(seed);
        for (int change = random.Next(1, 8); change > 0; change--)
        {
            Disturb(request, random);
        }

        (request.WorkLimit, request.TimeLimitMs) = (Math.Min(request.WorkLimit, 5), Math.Min(request.TimeLimitMs, 200));
        var response = Solver.Solve(AllocationRequest.Parser.ParseFrom(request.ToByteArray()));
        return response.Status is "optimal" or "feasible" or "timeout" or "infeasible" or "empty"
            || (response.Status == "invalid" && response.Reason.Contains(':', StringComparison.Ordinal));
    }));

    private static Arbitrary<int> Seeds() => Gen.Choose(0, 1_000_000).ToArbitrary();

    private static AllocationRequest City(int seed)
    {
        var request = SampleRequest.City(foods: 10 + seed % 20, ngos: 3 + seed % 5, seed);
        request.WorkLimit = 40;
        request.Brief = true;
        request.Weights = new Weights { Priority = 0.5, Preferred = 1, NotPreferred = 1, CostPerKm = 0.4, Urgency = 0.5 };
        return request;
    }

    private static void Shuffle<T>(IList<T> items, Random random)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Sets a random field of a random message to a random value of its type, out of range as likely as not.</summary>
    private static void Disturb(IMessage message, Random random)
    {
        var field = message.Descriptor.Fields.InDeclarationOrder()[random.Next(message.Descriptor.Fields.InDeclarationOrder().Count)];
        var type = field.FieldType;
        if (field.IsRepeated)
        {
            var list = (System.Collections.IList)field.Accessor.GetValue(message);
            if (list.Count > 0 && list[random.Next(list.Count)] is IMessage item)
            {
                Disturb(item, random);
            }
            else if (type == Google.Protobuf.Reflection.FieldType.Message)
            {
                var added = field.MessageType.Parser.ParseFrom([]);
                Disturb(added, random);
                list.Add(added);
            }

            return;
        }

        object? value = type switch
        {
            Google.Protobuf.Reflection.FieldType.Double => random.Next(6) switch
            {
                0 => double.NaN,
                1 => double.PositiveInfinity,
                2 => -random.NextDouble(),
                3 => random.NextDouble() * 1e300,
                4 => 5e-324,
                _ => random.NextDouble() * 100,
            },
            Google.Protobuf.Reflection.FieldType.Int32 => random.Next(3) switch { 0 => int.MinValue, 1 => int.MaxValue, _ => random.Next(-3, 20) },
            Google.Protobuf.Reflection.FieldType.Int64 => random.Next(3) switch { 0 => long.MinValue, 1 => long.MaxValue, _ => random.NextInt64(0, 2 * SampleRequest.Now) },
            Google.Protobuf.Reflection.FieldType.String => random.Next(2) == 0 ? new string('x', random.Next(2000)) : "frozen",
            Google.Protobuf.Reflection.FieldType.Bool => random.Next(2) == 0,
            _ => null,
        };
        if (value is not null)
        {
            field.Accessor.SetValue(message, value);
        }
        else if (field.Accessor.GetValue(message) is IMessage inner)
        {
            Disturb(inner, random);
        }
    }
}
