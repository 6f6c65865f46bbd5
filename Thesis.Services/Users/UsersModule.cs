using Thesis.Contracts;
using Thesis.Contracts.Accounts.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Notifications.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.OpenApi;
using Thesis.Services.Users.Api;
using Thesis.Services.Users.Data;
using Thesis.Services.Users.Messaging;

namespace Thesis.Services.Users;

/// <summary>The users service: what each person has told of themselves and agreed to. Accounts and roles are the identity service's.</summary>
public static class UsersModule
{
    public const string Schema = "users";

    private const string Tag = "Users";

    public static void AddUsers(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(UsersModule).Assembly, "Thesis.Services.Users.Data.Migrations");
        builder.AddGrpcClient<AccountsService.AccountsServiceClient>("identity", AccountsService.Descriptor);
        builder.AddGrpcClient<DriversService.DriversServiceClient>("drivers", DriversService.Descriptor);
        builder.Services.AddSingleton<ProfileStore>();
        builder.Services.AddSingleton<PreferenceStore>();
        builder.Services.AddSingleton<ConsentStore>();
        builder.AddEventConsumer(Schema, Schema, events => events.On<NotificationsUnsubscribed, UnsubscribedHandler>(Topics.NotificationsUnsubscribed));
    }

    public static void MapUsers(WebApplication app)
    {
        var me = app.MapGroup("/api/v1/me").RequireAuthorization(Policies.SignedIn);
        me.MapGet("/permissions", PermissionsEndpoint.Get)
            .Describe(Tag, "GetMyPermissions", "What the caller's roles allow, of all services: each action with how far it reaches. A portal shows what is in it.")
            .Fails();
        me.MapGet("/profile", ProfileEndpoints.GetAsync)
            .Describe(Tag, "GetMyProfile", "The caller's name, language, units, time zone and quiet hours. Version 0 while nothing is stated.")
            .Fails();
        me.MapPut("/profile", ProfileEndpoints.UpdateAsync).AsCommand(Schema).WithIfMatch()
            .Describe(Tag, "UpdateMyProfile", "Replaces the caller's profile. Needs If-Match; \"0\" for the first time.")
            .Fails(400, 409, 412, 413, 415, 422, 428);
        me.MapGet("/notification-preferences", PreferenceEndpoints.GetAsync)
            .Describe(Tag, "GetMyNotificationPreferences", "By which channels the caller wants to hear of what; every kind and channel is named.")
            .Fails();
        me.MapPut("/notification-preferences", PreferenceEndpoints.UpdateAsync).AsCommand(Schema).WithIfMatch()
            .Describe(Tag, "UpdateMyNotificationPreferences", "Changes the kinds and channels that are named, and leaves the others. Needs the profile's If-Match.")
            .Fails(400, 409, 412, 413, 415, 422, 428);
        me.MapGet("/consents", ConsentEndpoints.ListAsync)
            .Describe(Tag, "ListMyConsents", "What the caller has agreed to or withdrawn, newest first, with version and date.")
            .Fails();
        me.MapPost("/consents", ConsentEndpoints.AddAsync).AsCommand(Schema)
            .Describe(Tag, "GiveConsent", "Records that the caller agrees to a version of a text, or does not any more. Records are only added.")
            .Fails(400, 409, 413, 415, 422);
        me.MapGet("/export", ExportEndpoint.GetAsync)
            .Describe(Tag, "ExportMyData", "What is kept of the caller, as JSON: account, profile, preferences, consents and driver, and where the rest is read.")
            .Fails();
        me.MapPost("/deletion", DeletionEndpoint.DeleteAsync).AsLateCommand(Schema)
            .Describe(Tag, "DeleteMyAccount", "Deletes the caller's account and what is kept of them, in every service. What has to stay, such as the audit trail, names nobody any more.")
            .Fails(400, 409, 413, 415, 422);

        app.MapGrpcService<UsersGrpcService>();
    }
}
