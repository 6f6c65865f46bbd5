using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Thesis.ServiceDefaults.Tests;

public sealed class IfMatchTests(IfMatchTests.Row row) : IClassFixture<IfMatchTests.Row>
{
    [Fact]
    public async Task The_current_version_passes_and_the_answer_carries_the_next()
    {
        using var answer = await row.PutAsync("\"7\"");

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal("\"8\"", answer.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Another_version_is_a_412_that_tells_the_current_one()
    {
        var problem = await (await row.PutAsync("\"6\"")).ProblemAsync(412);

        Assert.Equal("\"7\"", problem.GetProperty("currentETag").GetString());
    }

    [Fact]
    public async Task Without_the_header_it_is_a_428_where_it_is_required_and_passes_where_it_is_not()
    {
        await (await row.PutAsync(null)).ProblemAsync(428);
        using var optional = await row.PutAsync(null, "/optional");

        Assert.True(optional.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("*")]
    [InlineData("W/\"7\"")]
    [InlineData("\"\"")]
    [InlineData("\"-7\"")]
    [InlineData("\"7\", \"8\"")]
    [InlineData("\"99999999999999999999\"")]
    public async Task What_is_not_one_strong_tag_of_ours_is_a_400(string header)
    {
        using var answer = await row.PutAsync(header);

        Assert.Contains("ETag", await answer.FieldErrorAsync("If-Match"), StringComparison.Ordinal);
    }

    public sealed class Row : IAsyncLifetime
    {
        private const long Version = 7;
        private TestApp? _app;

        public async Task InitializeAsync() => _app = await TestApp.StartAsync(app =>
        {
            app.MapPut("/row", IResult (HttpContext http) =>
            {
                if (IfMatch.Require(http.Request) != Version)
                {
                    return Problems.PreconditionFailed(Version);
                }

                ETags.Set(http.Response, Version + 1);
                return TypedResults.NoContent();
            }).AllowAnonymous();
            app.MapPut("/optional", (HttpContext http) => IfMatch.Check(http.Request, Version)).AllowAnonymous();
        });

        public async Task DisposeAsync() => await (_app?.DisposeAsync() ?? default);

        internal async Task<HttpResponseMessage> PutAsync(string? ifMatch, string path = "/row")
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, path);
            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            return await (_app?.Anonymous() ?? throw new InvalidOperationException("Not started.")).SendAsync(request);
        }
    }
}
