using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Domain;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class ChatBadInputs : IBadInputs
{
    private const string Person = "prs_0000000000023";

    private static readonly Dictionary<string, object?> Message = new() { ["commandId"] = "6f1c1a1e-9a3e-4f7e-8c0e-1d2b3c4d5e6f", ["text"] = "Which door?" };
    private static readonly Dictionary<string, object?> Reason = new() { ["reason"] = "It is needed." };
    private static readonly Dictionary<string, object?> Report = new() { ["cause"] = "spam", ["note"] = "" };

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object>
    {
        ["PostMessage"] = Message,
        ["ReadConversation"] = new Dictionary<string, object?> { ["upTo"] = 1 },
        ["OpenDirectConversation"] = new Dictionary<string, object?> { ["person"] = Person },
        ["ReportMessage"] = Report,
        ["DecideReport"] = Reason,
        ["LiftSanction"] = Reason,
        ["HoldConversation"] = Reason,
        ["ReleaseConversation"] = Reason,
    };

    public IEnumerable<BadInputCase> Cases =>
    [
        Wrong("PostMessage", "commandId", Message.With("commandId", null)),
        Wrong("PostMessage", "commandId", Message.With("commandId", "1")),
        Wrong("PostMessage", "text", Message.With("text", "")),
        Wrong("PostMessage", "text", Message.With("text", new string('x', 2001))),
        Wrong("PostMessage", "text", Message.With("text", "a\u202Eb")),
        Wrong("PostMessage", "text", Message.With("text", "https://evil.example/")),
        Wrong("PostMessage", "text", Message.With("quick", "thanks")),
        Wrong("PostMessage", "text", Message.With("text", null)),
        Wrong("PostMessage", "quick", Message.With("text", null).With("quick", "lunch")),
        Wrong("PostMessage", "location.latitude", Message.With("text", null).With("location", Point(91, 0))),
        Wrong("PostMessage", "location.longitude", Message.With("text", null).With("location", Point(0, 181))),
        Wrong("PostMessage", "location.longitude", Message.With("text", null).With("location", Point(0, null))),
        Wrong("ReadConversation", "upTo", new Dictionary<string, object?> { ["upTo"] = -1 }),
        Wrong("ReadConversation", "upTo", new Dictionary<string, object?>()),
        Wrong("OpenDirectConversation", "person", new Dictionary<string, object?>()),
        new("OpenDirectConversation", "somebody who shares no order", HttpStatusCode.NotFound, Body: new Dictionary<string, object?> { ["person"] = Person }),
        new("OpenDirectConversation", "another kind's id", HttpStatusCode.BadRequest, Body: new Dictionary<string, object?> { ["person"] = "ord_0000000000023" }),
        new("SearchMessages", "no words", HttpStatusCode.BadRequest, "q"),
        new("SearchMessages", "signs alone", HttpStatusCode.BadRequest, "q", Query: "?q=%26%7C"),
        new("SearchMessages", "too much", HttpStatusCode.BadRequest, "q", Query: $"?q={new string('x', 101)}"),
        Wrong("ReportMessage", "cause", Report.With("cause", "boredom")),
        Wrong("ReportMessage", "note", Report.With("note", new string('x', 501))),
        Wrong("DecideReport", "reason", Reason.With("reason", "")),
        Wrong("DecideReport", "muteHours", Reason.With("muteHours", 0)),
        Wrong("DecideReport", "banHours", Reason.With("banHours", 8761)),
        Wrong("DecideReport", "banHours", Reason.With("banHours", 1)),
        Wrong("LiftSanction", "reason", Reason.With("reason", null)),
        Wrong("HoldConversation", "reason", Reason.With("reason", " "), Roles.Admin),
        Wrong("ReleaseConversation", "reason", Reason.With("reason", new string('x', 501)), Roles.Admin),
        new("ListReports", "a status that is none", HttpStatusCode.BadRequest, "status", Query: "?status=lost"),
        new("PostMessage", "somebody who takes no part", HttpStatusCode.NotFound, Body: Message, As: ("user-stranger", Roles.Donor)),
        new("ListConversations", "a page of another list", HttpStatusCode.BadRequest, "pageToken", Query: $"?pageToken={TokenOfAnotherList}"),
    ];

    private static string TokenOfAnotherList { get; } = Uri.EscapeDataString(
        Page.Of<long, long>([1, 2], new PageRequest(1, []), one => one, one => one).NextPageToken ?? "");

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host)
    {
        await using var insert = host.Database.CreateCommand("""
            insert into chat.conversation (id, kind, subject, region, last_number, last_at, created_at) values (67, 'order', '67', 'los-angeles', 1, now(), now()) on conflict do nothing;
            insert into chat.order_state (order_id, conversation_id, version, status, donor_id, ngo_id, driver_user, title, donor_name, ngo_name)
            values (67, 67, 1, 'accepted', 67, 67, '', 'Bread', 'Market', 'Pantry') on conflict do nothing;
            insert into chat.member (conversation_id, user_id, part) values (67, 'user-kim', 'donor') on conflict do nothing;
            insert into chat.person (id, user_id, version, name) values (67, 'user-kim', 0, 'Kim') on conflict do nothing;
            insert into chat.message (id, conversation_id, number, author, part, kind, text, quick, command_id, posted_at)
            values (67, 67, 1, 'user-kim', 'donor', 'text', 'Hello', '', 'c', now()) on conflict do nothing;
            insert into chat.report (id, message_id, reporter, cause, note, status, created_at) values (67, 67, 'user-lee', 'spam', '', 'open', now()) on conflict do nothing;
            insert into chat.sanction (id, user_id, kind, until, reason, created_at, created_by) values (67, 'user-sam', 'mute', now() + interval '1 day', 'x', now(), 'user-admin') on conflict do nothing
            """);
        await insert.ExecuteNonQueryAsync();
        return new Dictionary<Type, string>
        {
            [typeof(Kinds.Conversation)] = "cnv_0000000000023",
            [typeof(Kinds.Message)] = "msg_0000000000023",
            [typeof(Kinds.Person)] = Person,
            [typeof(Report)] = "rpt_0000000000023",
            [typeof(Sanction)] = "snc_0000000000023",
        };
    }

    private static BadInputCase Wrong(string endpoint, string field, object body, string? role = null) =>
        new(endpoint, $"a wrong {field}", HttpStatusCode.BadRequest, field, body, As: role is null ? null : ("user-admin", role));

    private static Dictionary<string, object?> Point(double? latitude, double? longitude) => new() { ["latitude"] = latitude, ["longitude"] = longitude };
}
