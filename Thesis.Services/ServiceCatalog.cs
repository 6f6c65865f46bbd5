using System.Diagnostics.CodeAnalysis;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation;
using Thesis.Services.Audit;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Chat;
using Thesis.Services.Donations;
using Thesis.Services.Donors;
using Thesis.Services.Drivers;
using Thesis.Services.Identity;
using Thesis.Services.Ngos;
using Thesis.Services.Notifications;
using Thesis.Services.Orders;
using Thesis.Services.Regions;
using Thesis.Services.SetAside;
using Thesis.Services.Users;

namespace Thesis.Services;

/// <summary>One domain service: how it registers itself and how it maps its endpoints.</summary>
/// <param name="Name">The name on the command line and of its PostgreSQL schema, e.g. "donations".</param>
public sealed record ServiceModule(string Name, Action<WebApplicationBuilder> Add, Action<WebApplication> Map);

/// <summary>The services that this executable can run, and the choice made by <c>--service</c>.</summary>
public static class ServiceCatalog
{
    private const string AllServices = "all";

    public static IReadOnlyList<ServiceModule> All { get; } =
    [
        new("identity", IdentityModule.AddIdentity, IdentityModule.MapIdentity),
        new("users", UsersModule.AddUsers, UsersModule.MapUsers),
        new("regions", RegionsModule.AddRegions, RegionsModule.MapRegions),
        new("donors", DonorsModule.AddDonors, DonorsModule.MapDonors),
        new("ngos", NgosModule.AddNgos, NgosModule.MapNgos),
        new("donations", DonationsModule.AddDonations, DonationsModule.MapDonations),
        new("allocation", AllocationModule.AddAllocation, AllocationModule.MapAllocation),
        new("orders", OrdersModule.AddOrders, OrdersModule.MapOrders),
        new("notifications", NotificationsModule.AddNotifications, NotificationsModule.MapNotifications),
        new("drivers", DriversModule.AddDrivers, DriversModule.MapDrivers),
        new("chat", ChatModule.AddChat, ChatModule.MapChat),
    ];

    /// <summary>Finds the modules named by <paramref name="selection"/>: "all" (also when null or blank) or a comma list.</summary>
    /// <param name="refusal">Names what is unknown and lists what is known, when the answer is false.</param>
    public static bool TrySelect(
        string? selection, out IReadOnlyList<ServiceModule> modules, [NotNullWhen(false)] out string? refusal)
    {
        var names = (string.IsNullOrWhiteSpace(selection) ? AllServices : selection)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = names.Except(All.Select(module => module.Name).Append(AllServices), StringComparer.OrdinalIgnoreCase).ToArray();
        modules = names.Contains(AllServices) ? All : [.. All.Where(module => names.Contains(module.Name))];
        refusal = unknown.Length == 0 && modules.Count > 0
            ? null
            : $"--service names no such service: '{string.Join("', '", unknown)}'. " +
              $"Use '{AllServices}' or a comma list of: {string.Join(", ", All.Select(module => module.Name))}.";
        return refusal is null;
    }

    /// <summary>Registers the modules with their database, event relay and gRPC server.</summary>
    public static void AddThesisServices(this WebApplicationBuilder builder, IReadOnlyList<ServiceModule> modules)
    {
        builder.AddThesisDatabase("thesisdb");
        builder.AddOutboxRelay();
        builder.AddGrpcServer();
        builder.AddCallerLimits();
        builder.Services.AddSingleton(modules);
        builder.Services.AddSingleton<AuditQuery>();
        foreach (var module in modules)
        {
            module.Add(builder);
        }
    }

    /// <summary>Maps the endpoints of the modules that <see cref="AddThesisServices"/> registered.</summary>
    public static void MapThesisServices(this WebApplication app)
    {
        app.UseCallerLimits();
        app.MapGrpcServer();
        foreach (var module in app.Services.GetRequiredService<IReadOnlyList<ServiceModule>>())
        {
            module.Map(app);
            app.MapAudit(module.Name);
            app.MapDeadLetters(module.Name);
        }
    }
}
