using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Tests.Allocation;

/// <summary>What people read of a plan: one main reason first, then what would help, in words they use themselves.</summary>
public class ShortfallTextTests
{
    [Fact]
    public void An_NGO_without_a_slot_hears_what_another_would_bring() => Assert.Equal(
        [
            "Hope Kitchen gets 121 kg in 5 deliveries and could take 40 kg more; all its delivery slots are used.",
            "One more slot would bring 22 kg of Bread from Ralphs.",
        ],
        Ngo(120_600, 40_020, 5, Limit("slots") with { QuantityKg = 22.4 }));

    [Fact]
    public void A_full_NGO_is_not_said_to_be_short() => Assert.Equal(
        [
            "Hope Kitchen is full: it gets 9.5 kg in one delivery, all it has room for.",
            "With room for it, 2.3 kg of Bread from Ralphs would come, which Grace Pantry gets now.",
            "One more kg of room would be worth as much as 1.6 kg of ordinary food.",
        ],
        Ngo(9_500, 500, 1, Limit("capacity") with { QuantityKg = 2.3, FromNgoId = 3, FromNgoName = "Grace Pantry" }, price: 1.56));

    [Fact]
    public void An_NGO_that_is_outbid_hears_by_whom_and_how_near_it_was() => Assert.Equal(
        [
            "Hope Kitchen could take 200 kg more; the food within reach is worth more elsewhere.",
            "Bread from Ralphs, for one, went to Grace Pantry at a price of 1.2 a kg; here a kg would be worth 0.9 after the trip.",
            "One donation is too far away.",
        ],
        Ngo(0, 200_000, 0, Limit("outbid", pairs: 3) with { Price = 1.19, BidPerKg = 0.87 }, Limit("distance")));

    [Fact]
    public void Bids_that_sound_alike_are_not_compared_by_numbers() => Assert.Contains(
        "Bread from Ralphs, for one, went to Grace Pantry where it is worth slightly more.",
        Ngo(0, 200_000, 0, Limit("outbid") with { Price = 1.19, BidPerKg = 1.18 }));

    [Fact]
    public void An_NGO_with_nothing_in_its_way_hears_that_there_is_no_more_food() => Assert.Equal(
        ["Hope Kitchen could take 88 kg more; all the food within reach has found its place."], Ngo(0, 87_900, 0));

    [Fact]
    public void Food_left_over_says_who_has_no_room_and_whose_would_help() => Assert.Equal(
        [
            "All 84 kg of Bread from Ralphs are left over: 39 charities that could take it have no room for it.",
            "With room for it, 60 kg would go to Grace Pantry.",
            "Grace Pantry has no delivery slot left.",
            "One more slot there would place 24 kg.",
        ],
        Donation(0, 83_900, Limit("capacity", pairs: 39) with { QuantityKg = 60 }, Limit("slots") with { QuantityKg = 23.9 }));

    [Fact]
    public void A_little_food_left_over_is_one() => Assert.Equal(
        ["1.1 kg of the 24 kg of Bread from Ralphs is left over: what is left is too little for a lot of its own."],
        Donation(22_500, 1_100, Limit("minimum_lot", pairs: 7)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_reason_is_told_in_whole_sentences_without_solver_words_or_ids(string kind, int pairs)
    {
        var limit = Limit(kind, pairs) with { QuantityKg = 12, Price = 1, BidPerKg = 0.5 };
        foreach (var why in (IReadOnlyList<string>[])[Ngo(10_000, 5_000, 1, limit), Ngo(10_000, 5_000, 1, Limit("slots"), limit), Donation(10_000, 5_000, limit), Donation(0, 5_000, Limit("slots"), limit)])
        {
            Assert.All(why, sentence =>
            {
                Assert.Matches("^[A-Z0-9].*[.]$", sentence);
                Assert.DoesNotMatch("dual|multiplier|solver|objective|gap|null|NGO|  |one (donations|charities)|[a-z]_[a-z]|[0-9]{5}", sentence);
            });
            Assert.Equal(why.Count, why.Distinct().Count());
        }
    }

    public static TheoryData<string, int> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, int>();
            foreach (var kind in (string[])["capacity", "storage_capacity", "outbid", "trip_cost", "minimum_lot", "storage_class", "distance", "expiry", "opening_hours", "pickup_window", "excluded", "candidates", "search"])
            {
                kinds.Add(kind, 1);
                kinds.Add(kind, 3);
            }

            return kinds;
        }
    }

    [Theory]
    [InlineData(40, "less than 0.1 kg")]
    [InlineData(300, "0.3 kg")]
    [InlineData(9_940, "9.9 kg")]
    [InlineData(9_960, "10 kg")]
    [InlineData(21_500, "22 kg")]
    [InlineData(1_204_400, "1,204 kg")]
    public void Weights_are_rounded_as_people_say_them(long grams, string expected) => Assert.Equal(expected, Spoken.Kg(grams));

    private static IReadOnlyList<string> Ngo(long grams, long left, int deliveries, params ShortfallLimit[] limits) => Ngo(grams, left, deliveries, limits, 0);

    private static IReadOnlyList<string> Ngo(long grams, long left, int deliveries, ShortfallLimit limit, double price) => Ngo(grams, left, deliveries, [limit], price);

    private static IReadOnlyList<string> Ngo(long grams, long left, int deliveries, ShortfallLimit[] limits, double price) =>
        ShortfallText.Of(new ShortfallRow(1, "ngo", 2, "Hope Kitchen", grams, left, deliveries, price, 0, limits));

    private static IReadOnlyList<string> Donation(long grams, long left, params ShortfallLimit[] limits) =>
        ShortfallText.Of(new ShortfallRow(1, "donation", 9, "Bread", grams, left, 0, 0, 0, limits) { DonorName = "Ralphs" });

    private static ShortfallLimit Limit(string kind, int pairs = 1) =>
        new(kind, 0, pairs, 3, 9) { NgoName = "Grace Pantry", DonationTitle = "Bread", DonorName = "Ralphs" };
}
