using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Thesis.Dashboard.Resources;

namespace Thesis.Dashboard.Tests;

/// <summary>A dashboard on free ports with a browser's client, signed in.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    public const string Token = "a-token-for-tests";
    private readonly TemporaryFolder? _folder;
    private readonly DashboardHost _host;

    private RunningDashboard(DashboardHost host, TemporaryFolder? folder)
    {
        _host = host;
        _folder = folder;
        Browser = NewBrowser();
    }

    public DashboardHost Host => _host;

    public Uri Address => new(_host.Urls[0]);

    public Uri OtlpHttp => new(_host.OtlpHttpEndpoint);

    public Uri OtlpGrpc => new(_host.OtlpGrpcEndpoint);

    /// <summary>Keeps cookies and follows no redirect.</summary>
    public HttpClient Browser { get; }

    public static async Task<RunningDashboard> StartAsync(
        Action<DashboardOptions>? configure = null, IResourceSource? source = null, bool signIn = true)
    {
        var options = new DashboardOptions
        {
            Urls = "http://127.0.0.1:0",
            OtlpHttpUrl = "http://127.0.0.1:0",
            OtlpGrpcUrl = "http://127.0.0.1:0",
            BrowserToken = Token,
            DataDirectory = "",
        };
        configure?.Invoke(options);
        TemporaryFolder? folder = null;
        if (options.DataDirectory.Length == 0)
        {
            folder = new TemporaryFolder();
            options.DataDirectory = folder.Path;
        }

        var dashboard = new RunningDashboard(await DashboardHost.StartAsync(options, source), folder);
        if (signIn)
        {
            using var answer = await dashboard.Browser.PostAsJsonAsync("/api/v1/login", new { token = Token });
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        return dashboard;
    }

    public HttpClient NewBrowser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = Address,
    };

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Browser.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path) =>
        [.. (await GetAsync(path)).GetProperty("items").EnumerateArray()];

    /// <summary>Sends OTLP as JSON, and returns the answer.</summary>
    public Task<HttpResponseMessage> SendJsonAsync(string signal, string body) =>
        Browser.PostAsync(new Uri(OtlpHttp, $"/v1/{signal}"), new StringContent(body, new MediaTypeHeaderValue("application/json")));

    public Task<HttpResponseMessage> SendProtobufAsync(string signal, byte[] body, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return Browser.PostAsync(new Uri(OtlpHttp, $"/v1/{signal}"), content);
    }

    /// <summary>Sends OTLP over gRPC in one frame that says it is packed, and returns the call's status.</summary>
    public async Task<string> SendGrpcAsync(string signal, byte[] packed, string encoding)
    {
        var service = signal switch { "traces" => "trace.v1.Trace", "logs" => "logs.v1.Logs", _ => "metrics.v1.Metrics" };
        var length = packed.Length;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(OtlpGrpc, $"/opentelemetry.proto.collector.{service}Service/Export"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([1, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. packed]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.Add("grpc-encoding", encoding);
        using var answer = await Browser.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        return (answer.Headers.TryGetValues("grpc-status", out var values) ? values : answer.TrailingHeaders.GetValues("grpc-status")).Single();
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _host.DisposeAsync();
        _folder?.Dispose();
    }
}
