namespace Aspire.Hosting.ApplicationModel;

/// <summary>Marks a parameter that takes a name of the model.</summary>
public interface IModelNameParameter;

/// <summary>Marks a parameter that takes a resource's name.</summary>
[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = false)]
public sealed class ResourceNameAttribute : Attribute, IModelNameParameter;

/// <summary>Marks a parameter that takes an endpoint's name.</summary>
[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = false)]
public sealed class EndpointNameAttribute : Attribute, IModelNameParameter;
