using System.Collections;

// Shows what a process got from its AppHost.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
app.MapGet("/health", () => "ok");
app.MapGet("/args", () => args);
app.MapGet("/directory", () => Environment.CurrentDirectory);
app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(v => (string)v.Key, v => v.Value?.ToString()));
app.Run();
