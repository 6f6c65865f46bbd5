using System.Security.Cryptography;
using System.Text.Json;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random default, made of letters that do not look alike.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerAlphabet = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperAlphabet = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericAlphabet = "0123456789";
    private const string SpecialAlphabet = "-_.{}~()*+!";

    /// <summary>The least number of characters.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether it has lower-case letters.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether it has upper-case letters.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether it has digits.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether it has other characters.</summary>
    public bool Special { get; set; } = true;

    /// <summary>The least number of lower-case letters.</summary>
    public int MinLower { get; set; }

    /// <summary>The least number of upper-case letters.</summary>
    public int MinUpper { get; set; }

    /// <summary>The least number of digits.</summary>
    public int MinNumeric { get; set; }

    /// <summary>The least number of other characters.</summary>
    public int MinSpecial { get; set; }

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        var writer = context.Writer;
        writer.WriteStartObject("generate");
        writer.WriteNumber("minLength", MinLength);
        WriteFalse(writer, "lower", Lower);
        WriteFalse(writer, "upper", Upper);
        WriteFalse(writer, "numeric", Numeric);
        WriteFalse(writer, "special", Special);
        WriteAtLeast(writer, "minLower", MinLower);
        WriteAtLeast(writer, "minUpper", MinUpper);
        WriteAtLeast(writer, "minNumeric", MinNumeric);
        WriteAtLeast(writer, "minSpecial", MinSpecial);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        (bool Allowed, string Alphabet, int Least)[] kinds =
        [
            (Lower, LowerAlphabet, MinLower),
            (Upper, UpperAlphabet, MinUpper),
            (Numeric, NumericAlphabet, MinNumeric),
            (Special, SpecialAlphabet, MinSpecial),
        ];
        var alphabet = string.Concat(kinds.Where(k => k.Allowed).Select(k => k.Alphabet));
        if (alphabet.Length == 0)
        {
            throw new InvalidOperationException("A generated parameter needs at least one kind of characters.");
        }

        var value = kinds.Where(k => k.Allowed)
            .SelectMany(k => RandomNumberGenerator.GetItems<char>(k.Alphabet, k.Least)).ToList();
        value.AddRange(RandomNumberGenerator.GetItems<char>(alphabet, Math.Max(0, MinLength - value.Count)));
        var shuffled = value.ToArray();
        RandomNumberGenerator.Shuffle(shuffled.AsSpan());
        return new string(shuffled);
    }

    private static void WriteFalse(Utf8JsonWriter writer, string name, bool value)
    {
        if (!value)
        {
            writer.WriteBoolean(name, false);
        }
    }

    private static void WriteAtLeast(Utf8JsonWriter writer, string name, int value)
    {
        if (value > 0)
        {
            writer.WriteNumber(name, value);
        }
    }
}
