namespace Thesis.Rescue.Places;

/// <summary>A line of ngos.csv or donors.csv.</summary>
internal sealed record Place(string Name, string Kind, string Address, string City, string Zip, double Latitude, double Longitude, string OpeningHours);
