using System.Collections;

// Shows what a process got from its AppHost. Of several with --late FILE, one listens only when FILE.go is there.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
app.MapGet("/health", () => "ok");
app.MapGet("/args", () => args);
app.MapGet("/directory", () => Environment.CurrentDirectory);
app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(v => (string)v.Key, v => v.Value?.ToString()));
if (app.Configuration["late"] is { } file && IsFirst(file))
{
    while (!File.Exists(file + ".go"))
    {
        await Task.Delay(20);
    }
}

app.Run();

static bool IsFirst(string file)
{
    try
    {
        new FileStream(file, FileMode.CreateNew).Dispose();
        return true;
    }
    catch (IOException)
    {
        return false;
    }
}
