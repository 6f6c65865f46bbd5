using Thesis.Contracts.Strategies;

namespace Thesis.OptEngine.Tests.Strategies;

public class StrategyDocumentTests
{
    [Fact]
    public void Every_built_in_strategy_reads_back_as_it_is_written()
    {
        Assert.All(BuiltInStrategies.All, strategy =>
        {
            string json = strategy.Document.ToJson();
            var again = StrategyReader.Read(json, out var faults);
            Assert.Empty(faults);
            Assert.Equal(json, again?.ToJson());
        });
        Assert.Equal(BuiltInStrategies.All.Count, BuiltInStrategies.All.Select(s => s.Document.ToJson()).Distinct().Count());
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("[]", "$")]
    [InlineData("{\"weights\": 3}", "$.weights")]
    [InlineData("{\"weigths\": {}}", "$.weigths")]
    [InlineData("{\"weights\": {\"priority\": \"high\"}}", "$.weights.priority")]
    [InlineData("{\"weights\": {\"priority\": 1e999}}", "$.weights.priority")]
    [InlineData("{\"weights\": {\"priority\": 1, \"priority\": 2}}", "$")]
    [InlineData("{\"weights\": {\"fairness\": 1.01}}", "$.weights.fairness")]
    [InlineData("{\"lots\": {\"maximumSources\": 1.5}}", "$.lots.maximumSources")]
    [InlineData("{\"lots\": {\"minimumKg\": 0}}", "$.lots.minimumKg")]
    [InlineData("{\"travel\": {\"openingHours\": 1}}", "$.travel.openingHours")]
    [InlineData("{\"fairness\": {\"curve\": {}}}", "$.fairness.curve")]
    [InlineData("{\"fairness\": {\"curve\": [{\"received\": 0, \"factor\": 1}, {\"received\": 0, \"factor\": 1}]}}", "$.fairness.curve[1].received")]
    [InlineData("{\"fairness\": {\"curve\": [{\"received\": 0}]}}", "$.fairness.curve[0].factor")]
    [InlineData("{\"fairness\": {\"curve\": [3]}}", "$.fairness.curve[0]")]
    public void A_fault_is_named_by_its_path(string json, string path)
    {
        Assert.Null(StrategyReader.Read(json, out var faults));
        Assert.Equal(path, faults[0].Path);
        Assert.NotEqual("", faults[0].Message);
    }
}
