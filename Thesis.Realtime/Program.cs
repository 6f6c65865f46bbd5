using Thesis.Realtime;
using Thesis.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddThesisDatabase("thesisdb");
builder.AddRedisClient("redis");
builder.AddRealtime();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapRealtime();
app.Run();
