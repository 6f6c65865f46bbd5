namespace Thesis.Services.Shared.CsvImport;

/// <summary>The columns that lists of places have, and what other lists call them.</summary>
public static class PlaceColumns
{
    public static IReadOnlyList<ImportColumn> All { get; } =
    [
        new("name", Required: true, "organization", "organisation", "organization name", "agency", "agency name", "site name", "pantry", "pantry name", "location name", "place name", "program name", "title", "site", "nombre", "nom", "bezeichnung"),
        new("kind", false, "type", "category", "location type", "program type", "site type", "typ", "art", "kategorie", "tipo"),
        new("address", false, "street address", "street", "address 1", "address line 1", "full address", "site address", "adresse", "strasse", "straße", "direccion", "rue"),
        new("city", false, "town", "municipality", "locality", "ort", "stadt", "ciudad", "ville"),
        new("zip", false, "zip code", "zipcode", "postal code", "postcode", "plz", "codigo postal", "code postal"),
        new("latitude", false, "lat", "y", "breitengrad", "latitud"),
        new("longitude", false, "lon", "lng", "long", "x", "längengrad", "laengengrad", "longitud"),
        new("coordinates", false, "lat,long", "lat,lng", "lat lon", "latitude longitude", "geo", "geopoint", "geo point", "geolocation", "point", "gps", "the_geom", "georeference", "geocoded column", "koordinaten", "coordenadas"),
        new("opening_hours", false, "hours", "open hours", "hours of operation", "operating hours", "hours open", "days and hours", "days/hours", "schedule", "distribution hours", "pantry hours", "öffnungszeiten", "oeffnungszeiten", "horario", "horarios", "horaires"),
    ];
}
