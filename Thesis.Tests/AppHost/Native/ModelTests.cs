using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Thesis.AppHost.Tests.Native;

public class ModelTests
{
    [Theory]
    [InlineData("postgres", "15.20")]
    [InlineData("redis", "7.0.15")]
    public async Task With_a_container_engine_a_server_is_a_container_of_the_version_tested(string name, string tag)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Thesis_AppHost>(["--Containers", "true"]);

        var server = builder.Resources.Single(r => r.Name == name);

        Assert.Equal(tag, Assert.Single(server.Annotations.OfType<ContainerImageAnnotation>()).Tag);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task Without_one_it_is_a_process_of_the_same_name_and_address(string name)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Thesis_AppHost>(["--Containers", "false"]);

        var server = builder.Resources.Single(r => r.Name == name);

        Assert.IsAssignableFrom<ExecutableResource>(server);
        Assert.IsAssignableFrom<IResourceWithConnectionString>(server);
        Assert.Empty(server.Annotations.OfType<ContainerImageAnnotation>());
    }

    [Fact]
    public async Task An_unknown_topology_is_refused_and_the_known_ones_are_named()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => DistributedApplicationTestingBuilder.CreateAsync<Projects.Thesis_AppHost>(["--topology", "flat"]));

        Assert.Contains("grouped or distributed", refusal.ToString(), StringComparison.Ordinal);
    }
}
