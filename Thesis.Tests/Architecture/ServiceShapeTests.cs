namespace Thesis.Architecture.Tests;

public sealed class ServiceShapeTests
{
    private static readonly SourceFile _module = new("Thesis.Services/Food/FoodModule.cs", "namespace Thesis.Services.Food;\npublic static class FoodModule;");

    [Fact]
    public async Task Every_service_folder_has_the_same_shape()
    {
        var files = await Repository.FilesAsync();

        Assert.NotEmpty(ServiceBoundaries.ServicesOf(files));
        var violations = ServiceShapes.Violations([.. files]);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Theory]
    [InlineData("FoodStore.cs", "namespace Thesis.Services.Food;")]
    [InlineData("Endpoints/Get.cs", "namespace Thesis.Services.Food.Endpoints;")]
    [InlineData("Migrations/001_a.sql", "create table food.a (id bigint);")]
    [InlineData("Api/Get.cs", "namespace Thesis.Services.Food.Endpoints;")]
    [InlineData("Api/Get.cs", "namespace Thesis.Services.Food.Api;\nvar c = database.CreateCommand(\"select 1\");")]
    [InlineData("Messaging/Post.cs", "namespace Thesis.Services.Food.Messaging;\nvar c = command.Command($\"select 1\");")]
    [InlineData("Domain/Apple.cs", "using Npgsql;\nnamespace Thesis.Services.Food.Domain;")]
    [InlineData("Data/EatenHandler.cs", "namespace Thesis.Services.Food.Data;\nclass EatenHandler(A a) : IEventHandler<Eaten>;")]
    [InlineData("Messaging/Handlers.cs", "namespace Thesis.Services.Food.Messaging;\nclass EatenHandler : IEventHandler<Eaten>;")]
    [InlineData("Api/FoodCalls.cs", "namespace Thesis.Services.Food.Api;\nclass FoodCalls(Store s) : FoodService.FoodServiceBase;")]
    public void What_stands_in_another_place_is_found(string path, string text) =>
        Assert.NotEmpty(ServiceShapes.Violations([_module, new SourceFile($"Thesis.Services/Food/{path}", text)]));

    [Theory]
    [InlineData("FoodModule.Log.cs", "namespace Thesis.Services.Food;")]
    [InlineData("Api/FoodGrpcService.cs", "namespace Thesis.Services.Food.Api;\nclass FoodGrpcService(Store s) : FoodService.FoodServiceBase;")]
    [InlineData("Data/FoodStore.cs", "using Npgsql;\nnamespace Thesis.Services.Food.Data;\nvar c = command.Command(\"select 1\");")]
    [InlineData("Data/Migrations/001_a.sql", "create table food.a (id bigint);")]
    [InlineData("Messaging/EatenHandler.cs", "namespace Thesis.Services.Food.Messaging;\nclass EatenHandler(A a) : IEventHandler<Eaten>;")]
    public void What_stands_in_its_place_is_not(string path, string text) =>
        Assert.Empty(ServiceShapes.Violations([_module, new SourceFile($"Thesis.Services/Food/{path}", text)]));
}
