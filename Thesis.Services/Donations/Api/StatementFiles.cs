using System.Globalization;
using System.Text;
using Thesis.Services.Shared.Documents;

namespace Thesis.Services.Donations.Api;

/// <summary>Receipts and reports as files.</summary>
internal static class StatementFiles
{
    /// <summary>One row for each delivery, and a last one with the sums.</summary>
    public static string ToCsv(StatementResponse statement)
    {
        var csv = new StringBuilder("number,day,donation,title,food_type,counterpart,deliveries,kg,value,currency\r\n");
        foreach (var item in statement.Items)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{CsvText.Quote(statement.Number)},{item.Day:yyyy-MM-dd},{item.DonationId},{CsvText.Quote(item.Title)},{item.FoodType},{CsvText.Quote(item.Counterpart)},{item.Deliveries},{item.Kg:0.000},{item.Value:0.00},{statement.Currency}\r\n");
        }

        csv.Append(CultureInfo.InvariantCulture, $"{CsvText.Quote(statement.Number)},,,\"Total\",,,{statement.Deliveries},{statement.Kg:0.000},{statement.Value:0.00},{statement.Currency}\r\n");
        return csv.ToString();
    }

    /// <summary>The same for printing, with where the figures come from.</summary>
    /// <param name="fonts">Font files for scripts that the program's fonts do not hold.</param>
    public static byte[] ToPdf(StatementResponse statement, string address, IEnumerable<string> fonts)
    {
        var title = statement.Kind == "donor" ? "Receipt for donated food" : "Report of received food";
        using var document = new PdfDocument($"{title} {statement.Number}", statement.IssuedAt, DocumentFonts.With(fonts));
        document.Text(title, 20);
        document.Space(6);
        document.Text(statement.Name, 14);
        document.Text(address, isQuiet: true);
        document.Space(10);
        document.Text($"Number {statement.Number}");
        document.Text(FormattableString.Invariant($"{statement.From:d MMMM yyyy} to {statement.Until:d MMMM yyyy}, days of the region {statement.Region}"));
        document.Text(FormattableString.Invariant($"Issued {statement.IssuedAt.UtcDateTime:d MMMM yyyy, HH:mm} UTC"));
        document.Space(10);
        document.Text(Totals(statement), 12);
        document.Space(10);
        document.Table(Columns(statement), statement.Items.Select(item => Cells(statement, item)));
        document.Space(14);
        if (statement.Kind == "donor")
        {
            document.Text("The food was given without goods or services in return. Each line is a delivery as it was weighed at its receiver. Whether and how it can be deducted is for the donor's tax adviser to say.", 9);
        }

        foreach (var source in statement.Sources)
        {
            document.Text(source, 8, isQuiet: true);
        }

        return document.ToBytes();
    }

    private static string Totals(StatementResponse statement)
    {
        var value = statement.Value is { } sum ? FormattableString.Invariant($", {sum:#,##0.00} {statement.Currency}") : "";
        var deliveries = statement.Deliveries == 1 ? "1 delivery" : FormattableString.Invariant($"{statement.Deliveries:#,##0} deliveries");
        return FormattableString.Invariant($"{statement.Kg:#,##0.###} kg in {deliveries}{value}: {statement.Meals:#,##0} meals, {statement.Co2eKg:#,##0.#} kg CO2e");
    }

    private static IReadOnlyList<PdfColumn> Columns(StatementResponse statement) => statement.Kind == "region"
        ? [new("Received by", 5), new("Deliveries", 1.5f, IsNumber: true), new("kg", 1.5f, IsNumber: true), new($"Value {statement.Currency}", 2, IsNumber: true)]
        :
        [
            new("Day", 1.6f), new("Food", 3.6f), new("Kind", 1.5f), new(statement.Kind == "donor" ? "Received by" : "Given by", 3),
            new("kg", 1.5f, IsNumber: true), new($"Value {statement.Currency}", 1.8f, IsNumber: true),
        ];

    private static IReadOnlyList<string> Cells(StatementResponse statement, StatementItem item)
    {
        var (kg, value) = (FormattableString.Invariant($"{item.Kg:#,##0.###}"), FormattableString.Invariant($"{item.Value:#,##0.00}"));
        return statement.Kind == "region"
            ? [item.Counterpart, FormattableString.Invariant($"{item.Deliveries:#,##0}"), kg, value]
            : [FormattableString.Invariant($"{item.Day:yyyy-MM-dd}"), item.Title, item.FoodType, item.Counterpart, kg, value];
    }
}
