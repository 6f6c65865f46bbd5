using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Thesis.Dashboard.Storage;
using Thesis.Tests.Support;

namespace Thesis.Dashboard.Tests;

public sealed class StorageTests
{
    private static readonly long _now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    [Fact]
    public async Task An_earlier_run_can_be_read_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string runId;
        await using (var first = await RunningDashboard.StartAsync(o => o.DataDirectory = folder.Path, SampleResources.Create()))
        {
            runId = (await first.GetAsync("/api/v1/application")).GetProperty("runId").GetString() ?? "";
            await SendAsync(first, "logs", OtlpRequest.Log("before the restart", _now));
            await SendAsync(first, "traces", OtlpRequest.Span(new byte[16].Select(_ => (byte)7).ToArray(), [1, 2, 3, 4, 5, 6, 7, 8], null, "old span", _now));
        }

        await using var second = await RunningDashboard.StartAsync(o => o.DataDirectory = folder.Path);
        await SendAsync(second, "logs", OtlpRequest.Log("after the restart", _now));

        Assert.Equal("before the restart", Assert.Single(await second.ItemsAsync($"/api/v1/logs?run={runId}&q=restart")).GetProperty("message").GetString());
        Assert.Equal("after the restart", Assert.Single(await second.ItemsAsync("/api/v1/logs?q=restart")).GetProperty("message").GetString());
        Assert.Equal("old span", Assert.Single(await second.ItemsAsync($"/api/v1/traces?run={runId}")).GetProperty("name").GetString());
        var runs = (await second.GetAsync("/api/v1/runs")).EnumerateArray().ToList();
        Assert.Equal([true, false], runs.Select(r => r.GetProperty("isCurrent").GetBoolean()));
        Assert.Equal("sample", runs[1].GetProperty("application").GetString());
        Assert.Equal(1, runs[1].GetProperty("spans").GetInt64());
        Assert.NotEqual(JsonValueKind.Null, runs[1].GetProperty("endedAt").ValueKind);
        using var missing = await second.Browser.GetAsync("/api/v1/logs?run=20000101-000000-0000");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_afterwards()
    {
        using var folder = new TemporaryFolder();
        using var client = new HttpClient();
        var acknowledged = 0;
        using (var killed = await DashboardProcess.StartAsync(folder.Path))
        {
            for (; acknowledged < 200; acknowledged++)
            {
                await PostAsync(client, killed.OtlpHttp, acknowledged);
            }

            var late = Enumerable.Range(1000, 20).Select(i => PostAsync(client, killed.OtlpHttp, i)).ToList(); // Some are under way when it dies.
            killed.Kill();
            await Task.WhenAll(late.Select(t => t.ContinueWith(_ => { }, TaskScheduler.Default)));
        }

        await using var next = await RunningDashboard.StartAsync(o => o.DataDirectory = folder.Path);
        var run = (await next.GetAsync("/api/v1/runs")).EnumerateArray().Single(r => !r.GetProperty("isCurrent").GetBoolean());
        var items = await next.ItemsAsync($"/api/v1/logs?run={run.GetProperty("id").GetString()}&limit=500&q=line");

        var messages = items.Select(i => i.GetProperty("message").GetString() ?? "").ToHashSet();
        Assert.Superset(Enumerable.Range(0, acknowledged).Select(i => $"line {i}").ToHashSet(), messages);
        Assert.NotEqual(JsonValueKind.Null, run.GetProperty("endedAt").ValueKind);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-20)]
    [InlineData(3)]
    [InlineData(4_000)]
    public async Task A_torn_tail_is_cut_and_what_stands_before_it_stays(int change)
    {
        using var folder = new TemporaryFolder();
        string runId;
        await using (var first = await RunningDashboard.StartAsync(o => o.DataDirectory = folder.Path))
        {
            runId = (await first.GetAsync("/api/v1/application")).GetProperty("runId").GetString() ?? "";
            for (var i = 0; i < 10; i++)
            {
                await SendAsync(first, "logs", OtlpRequest.Log($"line {i}", _now));
            }
        }

        var segment = Directory.GetFiles(Path.Combine(folder.Path, "runs", runId, "logs")).Single();
        await using (var file = File.OpenWrite(segment))
        {
            file.Seek(0, SeekOrigin.End);
            if (change < 0)
            {
                file.SetLength(file.Length + change);
            }
            else
            {
                await file.WriteAsync(Enumerable.Range(0, change).Select(i => (byte)i).ToArray());
            }
        }

        await using var second = await RunningDashboard.StartAsync(o => o.DataDirectory = folder.Path);

        Assert.Equal(change < 0 ? 9 : 10, (await second.ItemsAsync($"/api/v1/logs?run={runId}")).Count);
    }

    [Fact]
    public async Task A_byte_that_changed_on_disk_is_noticed()
    {
        using var folder = new TemporaryFolder();
        using (var log = RecordLog.Create(folder.Path, 1 << 20))
        {
            log.Append(Batch(1, 20));
        }

        var segment = Directory.GetFiles(folder.Path).Single();
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);

        using var read = RecordLog.Open(folder.Path);
        Assert.InRange(read.Count, 5, 10);
    }

    [Fact]
    public void The_oldest_records_make_room_and_are_counted()
    {
        using var folder = new TemporaryFolder();
        using var log = RecordLog.Create(folder.Path, 1 << 20);
        for (var i = 0; i < 3_000; i++)
        {
            log.Append(Batch(i * 10, 10));
            Assert.True(log.Bytes <= 1 << 20);
        }

        Assert.Equal(30_000, log.Count + log.Dropped);
        Assert.True(log.Dropped > 0);
        Assert.Equal(log.Bytes, Directory.GetFiles(folder.Path).Sum(f => new FileInfo(f).Length));
        var times = new List<long>();
        RecordScan.Backward(log, new ScanFilter(), (_, payload) =>
        {
            times.Add(RecordFrame.TimeOf(payload));
            return true;
        });
        Assert.Equal(Enumerable.Range(0, 30_000).Select(t => (long)t).Reverse().Take((int)log.Count), times);
    }

    [Fact]
    public async Task A_scan_that_is_overtaken_by_the_ring_goes_on_with_what_is_left()
    {
        using var folder = new TemporaryFolder();
        using var log = RecordLog.Create(folder.Path, 1 << 20);
        for (var i = 0; i < 600; i++)
        {
            log.Append(Batch(i * 10, 10));
        }

        using var halfway = new ManualResetEventSlim();
        using var overtaken = new ManualResetEventSlim();
        var seen = 0;
        var scan = Task.Run(() => RecordScan.Forward(log, new ScanFilter(), (_, _) =>
        {
            if (++seen == 1)
            {
                halfway.Set();
                overtaken.Wait(Eventually.Patience);
            }

            return true;
        }));
        Assert.True(halfway.Wait(Eventually.Patience));
        for (var i = 0; i < 3_000; i++)
        {
            log.Append(Batch(i * 10, 10));
        }

        overtaken.Set();
        await scan;
        Assert.InRange(seen, 1, 6_000);
    }

    [Fact]
    public async Task Runs_beyond_the_number_kept_are_deleted_and_none_that_is_in_use()
    {
        using var folder = new TemporaryFolder();
        await using var other = await RunningDashboard.StartAsync(o => o.DataDirectory = folder.Path);
        for (var i = 0; i < 5; i++)
        {
            await using var dashboard = await RunningDashboard.StartAsync(o =>
            {
                o.DataDirectory = folder.Path;
                o.RunsKept = 3;
            });
        }

        var left = (await other.GetAsync("/api/v1/runs")).EnumerateArray().ToList();
        Assert.InRange(left.Count, 3, 4);
        Assert.Contains(left, r => r.GetProperty("isCurrent").GetBoolean());
        await SendAsync(other, "logs", OtlpRequest.Log("still here", _now));
        Assert.Single(await other.ItemsAsync("/api/v1/logs"));
    }

    [SmallDiskFact]
    public async Task On_a_full_disk_senders_are_told_to_wait_and_what_is_stored_stays_readable()
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.TryMount(folder.Path, megabytes: 3);
        Assert.NotNull(disk);
        await using (var dashboard = await RunningDashboard.StartAsync(o => o.DataDirectory = folder.Path))
        {
            var stored = 0;
            HttpResponseMessage answer;
            do
            {
                Assert.True(stored < 50_000, "The disk of 3 MB never filled.");
                var lines = Enumerable.Range(0, 100).Select(i => OtlpRequest.Log($"line {stored + i} {new string('x', 200)}", _now));
                answer = await dashboard.SendProtobufAsync("logs", OtlpRequest.Of("orders", lines));
                stored += answer.IsSuccessStatusCode ? 100 : 0;
            }
            while (answer.IsSuccessStatusCode);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Single(await dashboard.ItemsAsync($"/api/v1/logs?q=%22line%20{stored - 1}%20%22"));
            Assert.Empty(await dashboard.ItemsAsync($"/api/v1/logs?q=%22line%20{stored}%20%22"));
            await dashboard.GetAsync("/api/v1/application");
            using var cleared = await dashboard.Browser.DeleteAsync("/api/v1/telemetry?signal=logs");
            Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
            await SendAsync(dashboard, "logs", OtlpRequest.Log("room again", _now));
        }
    }

    private static RecordBatch Batch(int first, int count)
    {
        var batch = new RecordBatch();
        Span<byte> payload = stackalloc byte[100];
        for (var i = 0; i < count; i++)
        {
            payload.Clear();
            BitConverter.TryWriteBytes(payload, (long)(first + i));
            batch.TryAdd(payload);
        }

        return batch;
    }

    private static async Task SendAsync(RunningDashboard dashboard, string signal, byte[] item)
    {
        using var answer = await dashboard.SendProtobufAsync(signal, OtlpRequest.Of("orders", [item]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task PostAsync(HttpClient client, Uri otlp, int number)
    {
        using var content = new ByteArrayContent(OtlpRequest.Of("orders", [OtlpRequest.Log($"line {number}", _now)]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await client.PostAsync(new Uri(otlp, "/v1/logs"), content);
        answer.EnsureSuccessStatusCode();
    }
}
