using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Domain;

namespace Thesis.Services.Drivers.Data;

/// <summary>The drivers' position history.</summary>
public sealed class PositionStore
{
    /// <summary>Adds a batch and moves the driver's last position, in one statement; positions known already are left out.</summary>
    /// <returns>How many were new.</returns>
    public async Task<int> AddAsync(
        CommandContext context, long driverId, IReadOnlyList<DriverPosition> positions, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with batch as (
                select * from unnest($2, $3, $4, $5) as p (time, latitude, longitude, accuracy_m)
            ), added as (
                insert into drivers.positions (driver_id, time, latitude, longitude, accuracy_m)
                select $1, time, latitude, longitude, accuracy_m from batch
                on conflict (driver_id, time) do nothing
                returning 1
            ), moved as (
                update drivers.drivers d
                set last_latitude = l.latitude, last_longitude = l.longitude, last_time = l.time
                from (select * from batch order by time desc limit 1) l
                where d.id = $1 and (d.last_time is null or d.last_time < l.time)
            )
            select count(*)::int from added
            """);
        command.With(driverId)
            .With(positions.Select(p => p.Time).ToArray())
            .With(positions.Select(p => p.Latitude).ToArray())
            .With(positions.Select(p => p.Longitude).ToArray())
            .With(positions.Select(p => p.AccuracyM).ToArray());
        return await command.ExecuteScalarAsync(cancellationToken) is int added ? added : 0;
    }
}
