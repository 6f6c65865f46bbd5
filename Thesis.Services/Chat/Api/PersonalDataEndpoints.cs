using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;

namespace Thesis.Services.Chat.Api;

/// <summary>What the chat service holds of the caller, to take along or to have erased.</summary>
public static class PersonalDataEndpoints
{
    public static async Task<Ok<ChatExport>> ExportAsync(
        PersonalDataStore store, PersonStore people, ClaimsPrincipal user, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var subject = Actor.FromUser(user).Subject;
        var me = await people.FindAsync(subject, cancellationToken);
        var messages = await store.MessagesAsync(subject, cancellationToken);
        var reports = await store.ReportsAsync(subject, cancellationToken);
        var blocked = await people.BlockedAsync(subject, cancellationToken);
        response.Headers.ContentDisposition = "attachment; filename=\"thesis-messages.json\"";
        return TypedResults.Ok(new ChatExport(
            time.GetUtcNow(),
            me?.Name ?? "",
            [.. messages.Select(row => new ExportedMessage(
                new(row.ConversationId), row.ConversationKind, row.Title, row.Number, row.Kind, row.Text, row.Quick,
                row is { Latitude: { } latitude, Longitude: { } longitude } ? new PointResponse(latitude, longitude) : null, row.PostedAt))],
            [.. blocked.Select(person => new PersonResponse(new(person.Id), person.Name))],
            [.. reports.Select(row => new ExportedReport(new(row.MessageId), row.Cause, row.Note, row.CreatedAt, row.Status))]));
    }

    /// <summary>Erases what the caller wrote. What is reported or held is erased as soon as it is neither.</summary>
    public static async Task<NoContent> EraseAsync(CommandContext command, CancellationToken cancellationToken)
    {
        await PersonalDataStore.AskErasureAsync(command, command.Actor.Subject, cancellationToken);
        var (erased, isDone) = await PersonalDataStore.EraseAsync(command, command.Actor.Subject, cancellationToken);
        command.Audit(isDone ? "chat.person.erased" : "chat.person.erasing", command.Actor.Subject, new { messages = erased });
        return TypedResults.NoContent();
    }
}
