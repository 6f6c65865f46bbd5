using Thesis.Services.Shared.Documents;

namespace Thesis.Services.Tests.Shared;

public class TextRunsTests
{
    [Theory]
    [InlineData("Bread, 5 kg", "Bread, 5 kg>")]
    [InlineData("שלום עולם", "שלום עולם<")]
    [InlineData("Mixed שלום and", "Mixed >|שלום<| and>")]
    [InlineData("שלום 12 עולם", "עולם<| <|12>|שלום <")]
    [InlineData("", "")]
    public void Runs_stand_on_paper_in_the_order_in_which_people_read_them(string text, string expected)
    {
        using var runs = new TextRuns(DocumentFonts.With([]));

        Assert.Equal(expected, string.Join('|', runs.Of(text).Select(run => run.Text + (run.IsRightToLeft ? '<' : '>'))));
    }

    [Fact]
    public void A_run_has_a_font_with_its_letters()
    {
        using var runs = new TextRuns(DocumentFonts.With([]));

        Assert.Equal(3, runs.Of("Bread रोटी ไข่").Select(run => run.Font).Distinct().Count());
    }
}
