using Thesis.OptEngine.CommandLine;
using Thesis.OptEngine.Serving;
using Thesis.ServiceDefaults;

if (args is ["solve", .. var rest])
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        stop.Cancel();
    };
    return SolveCommand.Run(rest, Console.Out, Console.Error, stop.Token);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddEngine();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapEngine();
await app.RunAsync();
return 0;
