using Thesis.ServiceDefaults;
using Thesis.Services;

var builder = WebApplication.CreateBuilder(args);
if (!ServiceCatalog.TrySelect(builder.Configuration["service"], out var modules, out var refusal))
{
    await Console.Error.WriteLineAsync(refusal);
    return 2;
}

builder.AddServiceDefaults();
builder.AddThesisServices(modules);

var app = builder.Build();
if (MigrateCommand.IsAskedFor(args))
{
    return await MigrateCommand.RunAsync(app.Services, Console.Error);
}

if (DeadLetterCommand.IsAskedFor(args))
{
    return await DeadLetterCommand.RunAsync(app.Services, args, Console.Out);
}

app.MapDefaultEndpoints();
app.MapThesisServices();
await app.RunAsync();
return 0;
