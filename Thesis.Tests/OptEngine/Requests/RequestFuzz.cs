using Google.Protobuf;
using Google.Protobuf.Reflection;
using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Tests.Requests;

/// <summary>Makes odd requests of sound ones.</summary>
internal static class RequestFuzz
{
    /// <summary>Sets a random field of a random message to a random value of its type, out of range as likely as not.</summary>
    public static void Disturb(IMessage message, Random random)
    {
        var field = message.Descriptor.Fields.InDeclarationOrder()[random.Next(message.Descriptor.Fields.InDeclarationOrder().Count)];
        if (field.IsRepeated)
        {
            DisturbList((System.Collections.IList)field.Accessor.GetValue(message), field, random);
        }
        else if (Odd(field.FieldType, random) is { } value)
        {
            field.Accessor.SetValue(message, value);
        }
        else if (field.FieldType == FieldType.Message)
        {
            if (field.Accessor.GetValue(message) is not IMessage inner)
            {
                field.Accessor.SetValue(message, inner = field.MessageType.Parser.ParseFrom([]));
            }

            Disturb(inner, random);
        }
    }

    /// <summary>Changes, drops, repeats and cuts bytes of a request as it travels.</summary>
    public static byte[] Mangle(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (int change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(10))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Whether an answer is one that a request may have: of a known status, naming a field where it is refused.</summary>
    public static bool IsAnswer(AllocationResponse response) =>
        response.Status is "optimal" or "feasible" or "timeout" or "infeasible" or "empty"
        || (response.Status == "invalid" && response.Reason.Contains(':', StringComparison.Ordinal));

    private static void DisturbList(System.Collections.IList list, FieldDescriptor field, Random random)
    {
        if (list.Count > 0 && random.Next(8) == 0)
        {
            list.RemoveAt(random.Next(list.Count));
        }
        else if (list.Count > 0 && list[random.Next(list.Count)] is IMessage item)
        {
            Disturb(item, random);
        }
        else if (field.FieldType == FieldType.Message)
        {
            var added = field.MessageType.Parser.ParseFrom([]);
            Disturb(added, random);
            list.Add(added);
        }
        else if (Odd(field.FieldType, random) is { } value)
        {
            list.Add(value);
        }
    }

    private static object? Odd(FieldType type, Random random) => type switch
    {
        FieldType.Double => OddNumber(random),
        FieldType.Float => (float)OddNumber(random),
        FieldType.Int32 => random.Next(3) switch { 0 => int.MinValue, 1 => int.MaxValue, _ => random.Next(-3, 20) },
        FieldType.Int64 => random.Next(3) switch { 0 => long.MinValue, 1 => long.MaxValue, _ => random.NextInt64(0, 2 * SampleRequest.Now) },
        FieldType.UInt64 => random.Next(2) == 0 ? ulong.MaxValue : (ulong)random.Next(100),
        FieldType.String => random.Next(2) == 0 ? new string('x', random.Next(2000)) : "frozen",
        FieldType.Bool => random.Next(2) == 0,
        _ => null,
    };

    private static double OddNumber(Random random) => random.Next(6) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => -random.NextDouble(),
        3 => random.NextDouble() * 1e300,
        4 => 5e-324,
        _ => random.NextDouble() * 100,
    };
}
