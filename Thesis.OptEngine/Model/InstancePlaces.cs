namespace Thesis.OptEngine.Model;

/// <summary>Where a problem file's donations and NGOs are, in degrees; filled by <see cref="InstanceFile"/>.</summary>
public sealed class InstancePlaces
{
    public List<(double Latitude, double Longitude)> Donations { get; } = [];

    public List<(double Latitude, double Longitude)> Ngos { get; } = [];
}
