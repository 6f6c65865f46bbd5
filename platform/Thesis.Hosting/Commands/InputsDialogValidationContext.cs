using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting;

/// <summary>Answers that are looked at before they are used.</summary>
[Experimental("ASPIREINTERACTION001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
public sealed class InputsDialogValidationContext
{
    private readonly List<string> _errors = [];

    /// <summary>The answers.</summary>
    public required InteractionInputCollection Inputs { get; init; }

    /// <summary>Ends when the user gives up.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>The application's services.</summary>
    public required IServiceProvider Services { get; init; }

    internal IReadOnlyList<string> Errors => _errors;

    /// <summary>Objects to an answer.</summary>
    public void AddValidationError(InteractionInput input, string errorMessage) => AddValidationError(input.Name, errorMessage);

    /// <summary>Objects to the answer of a name.</summary>
    public void AddValidationError(string inputName, string errorMessage) => _errors.Add($"{inputName}: {errorMessage}");
}
