namespace Thesis.Services.Notifications.Domain;

/// <summary>What a link to unsubscribe is about.</summary>
public sealed record Unsubscription(string UserId, string Kind, string Channel);
