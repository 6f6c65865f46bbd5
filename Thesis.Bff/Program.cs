using Thesis.Bff;
using Thesis.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddBff();

var app = builder.Build();
app.UseBff();
app.MapDefaultEndpoints();
app.MapBff();
app.Run();

/// <summary>The only public door: sessions, login, CSRF, rate limits, routes to the services, and the web portals.</summary>
public partial class Program;
