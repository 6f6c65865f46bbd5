using Thesis.Dashboard;

try
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        stop.Cancel();
    };
    using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(
        System.Runtime.InteropServices.PosixSignal.SIGTERM,
        context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
    await using var dashboard = await DashboardHost.StartAsync(DashboardOptions.FromEnvironment(), cancellationToken: stop.Token);
    Console.WriteLine($"Now listening on: {string.Join(", ", dashboard.Urls)}");
    Console.WriteLine($"OTLP/gRPC listening on: {dashboard.OtlpGrpcEndpoint}");
    Console.WriteLine($"OTLP/HTTP listening on: {dashboard.OtlpHttpEndpoint}");
    Console.WriteLine($"Login to the dashboard at {dashboard.LoginUrl}");
    await dashboard.WaitForShutdownAsync(stop.Token);
    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
