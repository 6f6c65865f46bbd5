using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Publishing;

/// <summary>Ids of contract messages in their edge form.</summary>
internal static class EdgeIds
{
    /// <summary>The kind of a field's id by the field's name, or by the message for a plain <c>id</c>; null if it is no id.</summary>
    public static string? PrefixOf(string message, string field) => (message, field) switch
    {
        ("OrderSnapshot", "id") or (_, "order_id") => Kinds.Order.Prefix,
        ("DonationSnapshot", "id") or (_, "donation_id") => Kinds.Donation.Prefix,
        ("DonorSnapshot", "id") or (_, "donor_id") => Kinds.Donor.Prefix,
        ("NgoSnapshot", "id") or (_, "ngo_id") => Kinds.Ngo.Prefix,
        ("DriverSnapshot", "id") or (_, "driver_id") => Kinds.Driver.Prefix,
        (_, "allocation_id") => Kinds.Allocation.Prefix,
        (_, "run_id") => Kinds.Run.Prefix,
        (_, "conversation_id") => Kinds.Conversation.Prefix,
        (_, "message_id") => Kinds.Message.Prefix,
        (_, "author_id" or "reader_id") => Kinds.Person.Prefix,
        _ => null,
    };

    public static string Format(string prefix, long id) => prefix switch
    {
        "ord" => new Id<Kinds.Order>(id).ToString(),
        "don" => new Id<Kinds.Donation>(id).ToString(),
        "dnr" => new Id<Kinds.Donor>(id).ToString(),
        "ngo" => new Id<Kinds.Ngo>(id).ToString(),
        "drv" => new Id<Kinds.Driver>(id).ToString(),
        "alc" => new Id<Kinds.Allocation>(id).ToString(),
        "run" => new Id<Kinds.Run>(id).ToString(),
        "cnv" => new Id<Kinds.Conversation>(id).ToString(),
        "msg" => new Id<Kinds.Message>(id).ToString(),
        "prs" => new Id<Kinds.Person>(id).ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(prefix), prefix, "No such kind of id."),
    };
}
