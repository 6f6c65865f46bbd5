using Thesis.Tests.Support.Door;

namespace Thesis.Bff.Tests.Support;

/// <summary>Tokens that live shorter than the BFF's margin are refreshed by every request: the hardest case for rotation.</summary>
public sealed class PublicDoorFixture() : PublicDoor("00:00:45"), IAsyncLifetime
{
    public Task InitializeAsync() => StartAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}

/// <summary>One door for all tests: what is behind it takes longer to start than they take to run.</summary>
[CollectionDefinition(Name)]
public sealed class PublicDoorCollection : ICollectionFixture<PublicDoorFixture>
{
    public const string Name = "public door";
}
