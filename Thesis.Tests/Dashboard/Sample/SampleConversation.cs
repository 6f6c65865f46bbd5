using System.Net;
using System.Text.Json;

namespace Thesis.Dashboard.Tests;

/// <summary>A service that asks a language model, and says so as OpenTelemetry's conventions for generative AI have it.</summary>
internal static class SampleConversation
{
    public const string TraceId = "5b8efff798038103d269b633813fc60c";
    public const string SpanId = "eee19b7ec3c1b174";

    /// <summary>More than an ordinary attribute may hold.</summary>
    public static readonly string LongAnswer = "To All Saints. " + string.Concat(Enumerable.Repeat("They are open until six. ", 2_000));

    /// <summary>Sends a trace in which a model is asked, calls a tool and answers.</summary>
    public static async Task SendAsync(RunningDashboard dashboard)
    {
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        object[] input =
        [
            new { role = "user", parts = new[] { new { type = "text", content = "Where can 40 kg of bread go today?" } } },
            new { role = "assistant", parts = new[] { new { type = "tool_call", id = "call_1", name = "find_ngos", arguments = new { food = "bread", kg = 40 } } } },
            new { role = "tool", parts = new[] { new { type = "tool_call_response", id = "call_1", response = new[] { new { name = "All Saints", freeKg = 120, isOpen = true } } } } },
        ];
        object[] output = [new { role = "assistant", parts = new[] { new { type = "text", content = LongAnswer } }, finish_reason = "stop" }];
        var chat = Span(SpanId, "eee19b7ec3c1b173", "chat gpt-4o", now, 1_840, new Dictionary<string, object>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "openai",
            ["gen_ai.request.model"] = "gpt-4o",
            ["gen_ai.response.model"] = "gpt-4o-2024-08-06",
            ["gen_ai.usage.input_tokens"] = 412,
            ["gen_ai.usage.output_tokens"] = 1_052,
            ["gen_ai.system_instructions"] = """[{"type":"text","content":"You place surplus food with charities. Answer in one sentence."}]""",
            ["gen_ai.input.messages"] = JsonSerializer.Serialize(input),
            ["gen_ai.output.messages"] = JsonSerializer.Serialize(output),
            ["request.xml"] = """<order id="7"><food kind="bread">40</food><!-- fresh --></order>""",
        });
        var root = Span("eee19b7ec3c1b173", null, "invoke_agent placement", now, 2_000, new Dictionary<string, object> { ["gen_ai.operation.name"] = "invoke_agent" });
        using var answer = await dashboard.SendJsonAsync("traces", JsonSerializer.Serialize(new
        {
            resourceSpans = new[]
            {
                new
                {
                    resource = new { attributes = new[] { Attribute("service.name", "assistant") } },
                    scopeSpans = new[] { new { scope = new { name = "openai" }, spans = new[] { root, chat } } },
                },
            },
        }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static object Span(string id, string? parent, string name, long start, int durationMs, IReadOnlyDictionary<string, object> attributes) => new
    {
        traceId = TraceId,
        spanId = id,
        parentSpanId = parent ?? "",
        name,
        kind = 3,
        startTimeUnixNano = $"{start}",
        endTimeUnixNano = $"{start + (durationMs * 1_000_000L)}",
        attributes = attributes.Select(a => Attribute(a.Key, a.Value)).ToArray(),
    };

    private static object Attribute(string key, object value) =>
        new { key, value = value is int number ? (object)new { intValue = $"{number}" } : new { stringValue = value } };
}
