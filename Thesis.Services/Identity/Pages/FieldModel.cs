namespace Thesis.Services.Identity.Pages;

/// <summary>A field of a form.</summary>
/// <param name="Name">Its name, and the start of its ids.</param>
/// <param name="Value">What was typed before; null for passwords, which are typed anew.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Id">Where a page has two of its name.</param>
/// <param name="Autocomplete">What the browser may fill in.</param>
internal sealed record FieldModel(string Name, string Label, string? Value, string? Fault, string Type, string Autocomplete, int MaxLength, string? Hint = null, string? Id = null);
