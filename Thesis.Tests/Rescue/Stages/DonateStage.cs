using System.Collections.Concurrent;
using System.Net;
using Thesis.Rescue.People;
using Thesis.Rescue.Places;

namespace Thesis.Rescue.Stages;

/// <summary>Donors post the day's donations; each manager posts one after another, some managers at a time.</summary>
internal static class DonateStage
{
    private const int PostingAtOnce = 2;

    /// <summary>What was posted: how much food, and how long each post took.</summary>
    public sealed record Result(decimal OfferedKg, IReadOnlyList<double> PostMs);

    public static async Task<Result> RunAsync(IReadOnlyList<KnownDonor> donors, SeededDay day, CancellationToken cancel)
    {
        var times = new ConcurrentBag<double>();
        var byManager = day.Donations.Select(donation => (Donation: donation, Donor: donors[donation.Donor % donors.Count])).GroupBy(pair => pair.Donor.Manager);
        await Parallel.ForEachAsync(byManager, new ParallelOptions { MaxDegreeOfParallelism = PostingAtOnce, CancellationToken = cancel }, async (group, stop) =>
        {
            foreach (var (donation, donor) in group)
            {
                times.Add(await PostAsync(group.Key, donor, donation, stop));
            }
        });
        return new Result(day.Donations.Sum(donation => donation.QuantityKg), [.. times]);
    }

    private static async Task<double> PostAsync(Person manager, KnownDonor donor, PlannedDonation donation, CancellationToken cancel)
    {
        var now = DateTimeOffset.UtcNow;
        var expires = now + donation.Lasts;
        var until = now + TimeSpan.FromHours(Math.Min(donation.Lasts.TotalHours - 0.5, 8));
        var (status, body, took) = await manager.TryPostAsync("/api/v1/donations", new
        {
            donorId = donor.Id,
            title = donation.Title,
            foodType = donation.FoodType,
            storageClass = donation.StorageClass,
            quantityKg = donation.QuantityKg,
            smallestLotKg = donation.SmallestLotKg,
            expiresAt = expires,
            pickupFrom = now,
            pickupUntil = until,
        }, cancel);
        return status is HttpStatusCode.Created
            ? took.TotalMilliseconds
            : throw new UnexpectedAnswerException($"{manager.Login} could not post a donation: {(int)status} {body}");
    }
}
