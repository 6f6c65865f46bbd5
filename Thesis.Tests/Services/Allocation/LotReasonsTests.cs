using Thesis.Contracts.Allocation.V1;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Tests.Allocation;

public class LotReasonsTests
{
    [Fact]
    public void What_spoke_for_the_NGO_comes_first_then_what_kept_the_lot_from_being_larger() => Assert.Equal(
        ["preferred", "urgent", "capacity"],
        LotReasons.Of(Lot(new Explanation { PreferenceFactor = 1.2, UrgencyFactor = 1.5, FairnessFactor = 1, PriorityFactor = 0.8 }, "capacity")));

    [Fact]
    public void What_decided_nothing_is_not_said() => Assert.Equal(
        ["donation"],
        LotReasons.Of(Lot(new Explanation { PreferenceFactor = 1.01, UrgencyFactor = 1, FairnessFactor = 0.9, PriorityFactor = 1 }, "donation")));

    private static FittedLot Lot(Explanation explanation, string limitedBy) => new(1, 2, 40_000, 3.2, explanation, limitedBy);
}
