using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Requests;

/// <summary>Finds what is wrong with a request, field by field, before anything is made of it.</summary>
internal static class RequestCheck
{
    private const int MostPlaces = 200_000, MostExcluded = 10_000_000, MostSlots = 1_000_000;
    private const double MostKg = 1_000_000, MostFactor = 1000;
    private const int MostOpenings = 1000, MostStorageLimits = 3, MostCurvePoints = 50, MostPriority = 9, MostName = 100;

    /// <summary>The first fault, naming its field and the remedy; null if there is none.</summary>
    public static string? Fault(AllocationRequest request) =>
        request.Ngos.Count > MostPlaces ? $"ngos: {request.Ngos.Count} are too many; send at most {MostPlaces}."
        : request.FullNgos.Count > MostPlaces ? $"full_ngos: {request.FullNgos.Count} are too many; send at most {MostPlaces}."
        : request.Foods.Count > MostPlaces ? $"foods: {request.Foods.Count} are too many; send at most {MostPlaces}."
        : request.Excluded.Count > MostExcluded ? $"excluded: {request.Excluded.Count} are too many; send at most {MostExcluded}."
        : request.TimeLimitMs < 0 ? "time_limit_ms: must not be negative."
        : request.WorkLimit < 0 ? "work_limit: must not be negative."
        : !Within(request.MinimumAllocation, 0, MostKg) ? $"minimum_allocation: must be from 0 to {MostKg} kg."
        : request.MaximumSources is < 0 or > MostSlots ? $"maximum_sources: must be from 0 (no limit) to {MostSlots}."
        : !Within(request.ChurnPenalty, 0, MostFactor) ? $"churn_penalty: must be from 0 to {MostFactor}."
        : !Within(request.TargetGap, 0, 1) ? "target_gap: must be from 0 (chosen) to 1."
        : request.Priority is < 0 or > MostPriority ? $"priority: must be from 0 to {MostPriority}."
        : request.SolveId.Length > MostName ? $"solve_id: must have at most {MostName} characters."
        : Limits(request.Travel) ?? Factors(request.Weights) ?? Curve(request.FairnessCurve) ?? Ngos(request) ?? Foods(request)
            ?? Lots("previous", request.Previous) ?? Lots("fixed", request.Fixed);

    private static string? Curve(Google.Protobuf.Collections.RepeatedField<FairnessPoint> points)
    {
        for (int i = 0; i < points.Count; i++)
        {
            string? fault =
                i >= MostCurvePoints ? $"has more than {MostCurvePoints} points; send fewer."
                : !Within(points[i].Received, 0, MostFactor) ? $"received: must be from 0 to {MostFactor}."
                : i > 0 && points[i].Received <= points[i - 1].Received ? "received: must be above the point before."
                : !Within(points[i].Factor, 0, MostFactor) ? $"factor: must be from 0 to {MostFactor}."
                : null;
            if (fault is not null)
            {
                return $"fairness_curve[{i}].{fault}";
            }
        }

        return null;
    }

    private static string? Lots(string field, Google.Protobuf.Collections.RepeatedField<PlannedLot> lots)
    {
        for (int i = 0; i < lots.Count; i++)
        {
            if (i >= MostPlaces)
            {
                return $"{field}: {lots.Count} are too many; send at most {MostPlaces}.";
            }

            if (!Within(lots[i].Quantity, 0, MostKg))
            {
                return $"{field}[{i}].quantity: must be from 0 to {MostKg} kg.";
            }
        }

        return null;
    }

    private static string? Limits(TravelLimits? travel) =>
        travel is null ? null
        : !Within(travel.MaxKm, 0, 20_000) ? "travel.max_km: must be from 0 (60) to 20,000."
        : !Within(travel.SpeedKmh, 0, 1000) ? "travel.speed_kmh: must be from 0 (40) to 1,000."
        : !Within(travel.HandlingMinutes, 0, 10_000) ? "travel.handling_minutes: must be from 0 (15) to 10,000."
        : !Within(travel.MarginMinutes, 0, 10_000) ? "travel.margin_minutes: must be from 0 to 10,000."
        : travel.RoadFactor != 0 && !Within(travel.RoadFactor, 1, 10) ? "travel.road_factor: must be 0 (1.3) or from 1 to 10."
        : travel.MaxCandidates is < 0 or > 10_000 ? "travel.max_candidates: must be from 0 (40) to 10,000."
        : null;

    private static string? Factors(Weights? weights) =>
        weights is null ? null
        : !Within(weights.Priority, 0, MostFactor) ? $"weights.priority: must be from 0 to {MostFactor}."
        : !Within(weights.Preferred, 0, MostFactor) ? $"weights.preferred: must be from 0 to {MostFactor}."
        : !Within(weights.NotPreferred, 0, MostFactor) ? $"weights.not_preferred: must be from 0 to {MostFactor}."
        : !Within(weights.Urgency, 0, MostFactor) ? $"weights.urgency: must be from 0 to {MostFactor}."
        : !Within(weights.CostPerKm, 0, MostFactor) ? $"weights.cost_per_km: must be from 0 to {MostFactor}."
        : !Within(weights.UrgencyHours, 0, 8760) ? "weights.urgency_hours: must be from 0 (48) to 8,760."
        : !Within(weights.Fairness, 0, 1) ? "weights.fairness: must be from 0 to 1."
        : null;

    private static string? Ngos(AllocationRequest request)
    {
        var ids = new HashSet<long>();
        return Ngos("ngos", request.Ngos, ids) ?? Ngos("full_ngos", request.FullNgos, ids);
    }

    private static string? Ngos(string field, Google.Protobuf.Collections.RepeatedField<NGO> ngos, HashSet<long> ids)
    {
        for (int i = 0; i < ngos.Count; i++)
        {
            var ngo = ngos[i];
            string? fault =
                !ids.Add(ngo.Id) ? $"id: {ngo.Id} occurs twice; send each NGO once."
                : !Within(ngo.StorageCapacity, 0, MostKg) ? $"storage_capacity: must be from 0 to {MostKg} kg."
                : !Within(ngo.RecentKg, 0, 1e12) ? "recent_kg: must not be negative."
                : ngo.Slots is < 0 or > MostSlots ? $"slots: must be from 0 to {MostSlots}."
                : ngo.PriorityLevel is < 1 or > 5 ? "priority_level: must be from 1 to 5."
                : ngo.SourcesUsed is < 0 or > MostSlots ? $"sources_used: must be from 0 to {MostSlots}."
                : Hours(ngo) ?? StorageLimits(ngo) ?? Place(ngo.Latitude, ngo.Longitude) ?? ngo.StorageClasses.Select(c => Storage("storage_classes", c)).FirstOrDefault(f => f is not null);
            if (fault is not null)
            {
                return $"{field}[{i}].{fault}";
            }
        }

        return null;
    }

    private static string? Hours(NGO ngo) =>
        ngo.Openings.Count > MostOpenings ? $"openings: {ngo.Openings.Count} are too many; send at most {MostOpenings}."
        : ngo.Openings.Any(o => o.UntilEpochMs < o.FromEpochMs) ? "openings: until_epoch_ms must not lie before from_epoch_ms."
        : null;

    private static string? StorageLimits(NGO ngo) =>
        ngo.StorageLimits.Count > MostStorageLimits ? "storage_limits: send one for each storage class at most."
        : ngo.StorageLimits.Select(l => Storage("storage_limits.storage_class", l.StorageClass)).FirstOrDefault(f => f is not null)
            ?? (ngo.StorageLimits.DistinctBy(l => l.StorageClass).Count() < ngo.StorageLimits.Count ? "storage_limits: send each storage class once."
                : ngo.StorageLimits.Any(l => !Within(l.Capacity, 0, MostKg)) ? $"storage_limits.capacity: must be from 0 to {MostKg} kg."
                : null);

    private static string? Foods(AllocationRequest request)
    {
        var ids = new HashSet<long>();
        for (int i = 0; i < request.Foods.Count; i++)
        {
            var food = request.Foods[i];
            string? fault =
                !ids.Add(food.Id) ? $"id: {food.Id} occurs twice; send each donation once."
                : !Within(food.RemainingQuantity, 0, MostKg) ? $"remaining_quantity: must be from 0 to {MostKg} kg."
                : !Within(food.SmallestLot, 0, MostKg) ? $"smallest_lot: must be from 0 to {MostKg} kg."
                : food.PickupUntilEpochMs != 0 && food.PickupUntilEpochMs < food.PickupFromEpochMs
                    ? "pickup_until_epoch_ms: must not lie before pickup_from_epoch_ms."
                : Place(food.Latitude, food.Longitude) ?? (food.StorageClass == "" ? null : Storage("storage_class", food.StorageClass));
            if (fault is not null)
            {
                return $"foods[{i}].{fault}";
            }
        }

        return null;
    }

    private static string? Place(double latitude, double longitude) =>
        !Within(latitude, -90, 90) ? "latitude: must be from -90 to 90."
        : !Within(longitude, -180, 180) ? "longitude: must be from -180 to 180."
        : null;

    private static string? Storage(string field, string value) =>
        StorageClass.Names.Contains(value) ? null : $"{field}: '{Shown(value)}' is unknown; use {string.Join(", ", StorageClass.Names)}.";

    private static string Shown(string value) => value.Length <= 40 ? value : value[..40] + "…";

    private static bool Within(double value, double least, double most) => value >= least && value <= most;
}
