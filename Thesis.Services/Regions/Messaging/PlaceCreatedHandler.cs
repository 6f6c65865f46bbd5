using Microsoft.Extensions.Options;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Regions.Data;
using Thesis.Services.Regions.Domain;

namespace Thesis.Services.Regions.Messaging;

/// <summary>
/// Registers a region that a donor or an NGO is the first to name, so that it is listed and has a time zone; an administrator
/// confirms or corrects what is assumed of it.
/// </summary>
public sealed class PlaceCreatedHandler(KnownRegions known, IIdGenerator ids, IOptions<RegionsOptions> options)
    : IEventHandler<DonorCreated>, IEventHandler<NgoCreated>
{
    public Task HandleAsync(DonorCreated message, EventContext context, CancellationToken cancellationToken) =>
        RegisterAsync(message.Donor.Place.Region, context.Command, cancellationToken);

    public Task HandleAsync(NgoCreated message, EventContext context, CancellationToken cancellationToken) =>
        RegisterAsync(message.Ngo.Place.Region, context.Command, cancellationToken);

    private async Task RegisterAsync(string slug, CommandContext command, CancellationToken cancellationToken)
    {
        if (known.Contains(slug))
        {
            return;
        }

        var region = Assume(slug);
        if (await RegionStore.InsertAsync(command, region, cancellationToken))
        {
            command.PublishCreated(region); // Not known yet: the transaction may still fail.
        }
        else
        {
            known.Add(slug);
        }
    }

    private Region Assume(string slug)
    {
        var settings = options.Value;
        var customs = new RegionCustoms(
            settings.TimeZones.GetValueOrDefault(slug, settings.DefaultTimeZone),
            settings.DefaultUnits, settings.DefaultLanguage, null, settings.DefaultCurrency, null, []);
        return new Region(ids.Next(), slug, 1, Confirmed: false, NameOf(slug), customs, null);
    }

    /// <summary>"los-angeles" is "Los Angeles".</summary>
    private static string NameOf(string slug) =>
        string.Join(' ', slug.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
