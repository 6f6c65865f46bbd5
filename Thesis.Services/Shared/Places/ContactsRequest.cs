using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>Whom to ask at a place, and how to get in.</summary>
/// <param name="Contacts">At most 10.</param>
/// <param name="AccessNotes">E.g. "ring at the back door"; at most 500 characters.</param>
public sealed record ContactsRequest(IReadOnlyList<Contact>? Contacts = null, string? AccessNotes = null)
{
    private const int MostNoteCharacters = 500;

    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>What it states; meaningful only when nothing was noted.</returns>
    public PlaceContacts Validate(Validation validation) => Validate(validation, "");

    /// <summary>The same for a part of a request.</summary>
    /// <param name="prefix">Stands before the fields' names.</param>
    public PlaceContacts Validate(Validation validation, string prefix)
    {
        var contacts = Contacts ?? [];
        validation.Require(contacts.Count <= Contact.Most && contacts.All(contact => contact is not null), $"{prefix}contacts", $"must be at most {Contact.Most} contacts");
        foreach (var (contact, number) in contacts.Take(Contact.Most).Select((contact, number) => (contact, number)))
        {
            contact?.Validate(validation, $"{prefix}contacts[{number}]");
        }

        validation.RequireText(AccessNotes, $"{prefix}accessNotes", 0, MostNoteCharacters);
        return new PlaceContacts([.. contacts.Select(contact => contact with { Name = contact.Name?.Trim(), Role = contact.Role?.Trim() })], (AccessNotes ?? "").Trim());
    }
}

/// <summary>Whom to ask at a place, and how to get in.</summary>
public sealed record PlaceContacts(IReadOnlyList<Contact> Contacts, string AccessNotes)
{
    public static PlaceContacts None { get; } = new([], "");
}
