using System.Text.Json;
using System.Text.RegularExpressions;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>Whom to ask at a place. Personal: only for who acts for the place and for dispatchers.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Role">What they do there, e.g. "night manager"; at most 100 characters.</param>
/// <param name="Phone">At most 30 characters: digits, spaces, +, -, ., / and brackets.</param>
/// <param name="Email">At most 254 characters.</param>
public sealed partial record Contact(string? Name = null, string? Role = null, string? Phone = null, string? Email = null)
{
    /// <summary>Contacts that a place may have.</summary>
    public const int Most = 10;

    public static string ToJson(IReadOnlyList<Contact> contacts) => JsonSerializer.Serialize(contacts, JsonSerializerOptions.Web);

    public static IReadOnlyList<Contact> FromJson(string json) => JsonSerializer.Deserialize<List<Contact>>(json, JsonSerializerOptions.Web) ?? [];

    /// <summary>Notes what is wrong under <paramref name="field"/>.</summary>
    public void Validate(Validation validation, string field)
    {
        validation.RequireText(Name, $"{field}.name", 1, 100);
        validation.RequireText(Role, $"{field}.role", 0, 100);
        validation.Require(Phone is null || PhoneNumber().IsMatch(Phone), $"{field}.phone", "must be a telephone number, such as '+1 213 555 0100'");
        validation.Require(Email is null || (Email.Length <= 254 && Address().IsMatch(Email)), $"{field}.email", "must be an e-mail address");
        validation.Require(Phone is not null || Email is not null, field, "must have a phone or an email");
    }

    [GeneratedRegex(@"^\+?[0-9 ().\-/]{3,29}\z", RegexOptions.NonBacktracking)]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"^[^@\s\p{C}]+@[^@\s\p{C}]+\.[^@\s\p{C}]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
