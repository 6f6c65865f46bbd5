using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Chat.Api;

/// <summary>A place on the earth.</summary>
/// <param name="Latitude">WGS84 degrees, -90 to 90.</param>
/// <param name="Longitude">WGS84 degrees, -180 to 180.</param>
public sealed record PointRequest(double? Latitude = null, double? Longitude = null);

/// <summary>A message to post: one of text, quick and location.</summary>
/// <param name="CommandId">A UUID made by the author's device: the same message sent again, however much later, is posted once.</param>
/// <param name="Text">1 to 2000 characters in at most 50 lines. Telephone numbers in it are masked.</param>
/// <param name="Quick">A quick reply, which everybody reads in their language: on_my_way, late_5, late_15, at_door, which_door, nobody_here, ready or thanks.</param>
/// <param name="Location">Where the author is, or where to go.</param>
public sealed record PostMessageRequest(string? CommandId = null, string? Text = null, string? Quick = null, PointRequest? Location = null)
{
    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>The message; meaningful only when nothing was noted.</returns>
    public NewMessage Validate(Validation validation, ChatOptions options)
    {
        validation.Require(Guid.TryParseExact(CommandId, "D", out var command), "commandId", "must be a UUID, such as '6f1c1a1e-9a3e-4f7e-8c0e-1d2b3c4d5e6f'");
        var said = new[] { Text is not null, Quick is not null, Location is not null }.Count(one => one);
        var text = MessageText.Tidy(Text);
        if (said != 1)
        {
            validation.Add("text", "must be given, or else quick or location: exactly one of the three");
        }
        else if (Text is not null)
        {
            var fault = MessageText.Fault(text, options);
            validation.Require(fault is null, "text", fault ?? "");
        }
        else if (Quick is not null)
        {
            validation.Require(QuickReplies.All.Contains(Quick), "quick", $"must be one of {string.Join(", ", QuickReplies.All)}");
        }
        else
        {
            validation.Require(Location?.Latitude is { } latitude && Place.IsLatitude(latitude), "location.latitude", "must be degrees from -90 to 90");
            validation.Require(Location?.Longitude is { } longitude && Place.IsLongitude(longitude), "location.longitude", "must be degrees from -180 to 180");
        }

        var kind = Text is not null ? "text" : Quick is not null ? "quick" : "location";
        return new NewMessage(kind, PhoneNumbers.Mask(text), Quick ?? "", Location?.Latitude, Location?.Longitude, command.ToString("D"));
    }
}

/// <summary>How far the caller has read.</summary>
/// <param name="UpTo">Number of the last message read.</param>
public sealed record ReadRequest(long? UpTo = null);

/// <summary>With whom to talk.</summary>
/// <param name="Person">Their id (prs_…), as conversations name it.</param>
public sealed record DirectRequest(Id<Kinds.Person>? Person = null);

/// <summary>What is wrong with a message.</summary>
/// <param name="Cause">spam, abuse, danger or other.</param>
/// <param name="Note">At most 500 characters.</param>
public sealed record ReportRequest(string? Cause = null, string? Note = null)
{
    /// <summary>What there is to report.</summary>
    public static IReadOnlyList<string> Causes { get; } = ["spam", "abuse", "danger", "other"];

    public void Validate(Validation validation)
    {
        validation.Require(Cause is not null && Causes.Contains(Cause), "cause", $"must be one of {string.Join(", ", Causes)}");
        validation.RequireText(Note, "note", 0, 500);
    }
}

/// <summary>What is done about a reported message. Without an action the report is dismissed.</summary>
/// <param name="Hide">Takes the message out of everybody's sight.</param>
/// <param name="MuteHours">Its author cannot write anywhere for so long; 1 to 8760.</param>
/// <param name="BanHours">Its author can neither read nor write on the board for so long; 1 to 8760. For a board's messages only.</param>
/// <param name="Reason">1 to 500 characters; the author reads it.</param>
public sealed record ReportDecisionRequest(bool? Hide = null, int? MuteHours = null, int? BanHours = null, string? Reason = null)
{
    private const int MostHours = 8760;

    /// <summary>Whether anything is done.</summary>
    public bool IsUpheld => Hide == true || MuteHours is not null || BanHours is not null;

    public void Validate(Validation validation)
    {
        validation.Require(MuteHours is null or >= 1 and <= MostHours, "muteHours", $"must be 1 to {MostHours}, or absent");
        validation.Require(BanHours is null or >= 1 and <= MostHours, "banHours", $"must be 1 to {MostHours}, or absent");
        validation.RequireText(Reason, "reason", 1, 500);
    }
}

/// <summary>Why something is done.</summary>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record StatedReasonRequest(string? Reason = null);
