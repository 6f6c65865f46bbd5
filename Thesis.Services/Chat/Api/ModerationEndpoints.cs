using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;
using Thesis.Services.Chat.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Chat.Api;

/// <summary>What moderators see and do. Everything that is done has a reason, and stands in the audit trail.</summary>
public static class ModerationEndpoints
{
    private const int ContextBefore = 8;
    private const int ContextAfter = 4;

    private static readonly IReadOnlyList<string> s_statuses = ["open", "upheld", "dismissed"];

    /// <param name="status">open, upheld or dismissed; open when absent.</param>
    public static async Task<Results<Ok<Page<ReportResponse>>, ProblemHttpResult>> ListReportsAsync(
        ModerationStore store, ClaimsPrincipal user, PageRequest page, CancellationToken cancellationToken, string? status = null)
    {
        if (status is not null && !s_statuses.Contains(status))
        {
            return Problems.Validation("status", $"must be one of {string.Join(", ", s_statuses)}, or absent");
        }

        var rows = await store.ListReportsAsync(status ?? "open", page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => ReportResponse.Of(row, Actor.FromUser(user).Subject), row => row.Id));
    }

    public static async Task<Results<Ok<ReportContextResponse>, ProblemHttpResult>> ContextAsync(
        Id<Report> id, ModerationStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var rows = await store.AroundAsync(id.Value, ContextBefore, ContextAfter, cancellationToken);
        return rows.Count == 0
            ? Problems.NotFound(id)
            : TypedResults.Ok(new ReportContextResponse([.. rows.Select(row => MessageResponse.Of(row, Actor.FromUser(user).Subject, isModerator: true))]));
    }

    public static async Task<Results<Ok<ReportResponse>, ProblemHttpResult>> DecideAsync(
        Id<Report> id, ReportDecisionRequest request, CommandContext command, IIdGenerator ids, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        request.Validate(validation);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var report = await ModerationStore.FindForUpdateAsync(command, id.Value, cancellationToken);
        if (report is null)
        {
            return Problems.NotFound(id);
        }

        if (report.Status != "open")
        {
            return Problems.Conflict("report-decided", "The report has been decided already; read the list again.");
        }

        if (request.BanHours is not null && report.Kind != ConversationKinds.Board)
        {
            return Problems.Validation("banHours", "must be absent: nobody can be banned from a conversation that is no board; mute them instead");
        }

        var reason = (request.Reason ?? "").Trim();
        await ActAsync(report, request, reason, command, ids, cancellationToken);
        var status = request.IsUpheld ? "upheld" : "dismissed";
        await ModerationStore.DecideAsync(command, report.Message.Id, status, reason, cancellationToken);
        command.Audit($"chat.report.{status}", id.ToString(), new { message = new Id<Kinds.Message>(report.Message.Id).ToString(), request.Hide, request.MuteHours, request.BanHours, reason });
        var decided = report with
        {
            Status = status,
            Reason = reason,
            DecidedAt = command.Now,
            Message = report.Message with { IsHidden = report.Message.IsHidden || request.Hide == true },
        };
        return TypedResults.Ok(ReportResponse.Of(decided, command.Actor.Subject));
    }

    public static async Task<Ok<Page<SanctionResponse>>> ListSanctionsAsync(ModerationStore store, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await store.ListSanctionsAsync(page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new SanctionResponse(new(row.Id), row.Name, row.Kind, row.Region, row.Until, row.Reason, row.CreatedAt), row => row.Id));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> LiftAsync(Id<Sanction> id, StatedReasonRequest request, CommandContext command, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequireText(request.Reason, "reason", 1, 500);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (await ModerationStore.LiftAsync(command, id.Value, cancellationToken) is not { } lifted)
        {
            return Problems.NotFound(id);
        }

        command.Audit("chat.sanction.lifted", id.ToString(), new { lifted.Kind, user = lifted.UserId, reason = (request.Reason ?? "").Trim() });
        return TypedResults.NoContent();
    }

    /// <summary>Keeps everything of a conversation although it is old or its author wants it erased.</summary>
    public static Task<Results<NoContent, ProblemHttpResult>> HoldAsync(Id<Kinds.Conversation> id, StatedReasonRequest request, CommandContext command, CancellationToken cancellationToken) =>
        SetHoldAsync(id, request, true, command, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(Id<Kinds.Conversation> id, StatedReasonRequest request, CommandContext command, CancellationToken cancellationToken) =>
        SetHoldAsync(id, request, false, command, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetHoldAsync(
        Id<Kinds.Conversation> id, StatedReasonRequest request, bool isHeld, CommandContext command, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequireText(request.Reason, "reason", 1, 500);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (!await ConversationStore.SetHoldAsync(command, id.Value, isHeld, cancellationToken))
        {
            return Problems.NotFound(id);
        }

        command.Audit(isHeld ? "chat.conversation.held" : "chat.conversation.released", id.ToString(), new { reason = (request.Reason ?? "").Trim() });
        return TypedResults.NoContent();
    }

    private static async Task ActAsync(ReportRow report, ReportDecisionRequest request, string reason, CommandContext command, IIdGenerator ids, CancellationToken cancellationToken)
    {
        var message = report.Message;
        if (request.Hide == true && await MessageStore.HideAsync(command, message.Id, cancellationToken))
        {
            command.PublishHidden(report.Kind, message, await MemberStore.PresentAsync(command, message.ConversationId, cancellationToken));
            command.Audit("chat.message.hidden", new Id<Kinds.Message>(message.Id).ToString(), new { reason });
        }

        if (request.MuteHours is { } muted)
        {
            await ModerationStore.AddSanctionAsync(command, ids.Next(), message.Author, null, command.Now.AddHours(muted), reason, cancellationToken);
            command.Audit("chat.person.muted", message.Author, new { hours = muted, reason });
        }

        if (request.BanHours is { } banned)
        {
            await ModerationStore.AddSanctionAsync(command, ids.Next(), message.Author, message.ConversationId, command.Now.AddHours(banned), reason, cancellationToken);
            command.Audit("chat.person.banned", message.Author, new { report.Region, hours = banned, reason });
        }
    }
}
