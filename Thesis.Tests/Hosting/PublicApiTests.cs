using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>
/// What stands in Aspire's namespaces must be Aspire's: the list beside this test was checked against Aspire's own listing
/// of its API, and a member that is not on it belongs in a namespace of ours.
/// </summary>
public class PublicApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Public_members_in_Aspires_namespaces_are_those_of_the_list()
    {
        var members = typeof(DistributedApplication).Assembly.GetExportedTypes()
            .Where(t => t.Namespace?.StartsWith("Aspire.", StringComparison.Ordinal) == true)
            .SelectMany(Describe)
            .Order(StringComparer.Ordinal);

        Golden.Compare("PublicApi.txt", string.Join('\n', members));
    }

    [Fact]
    public void Other_public_types_are_in_a_namespace_of_ours()
    {
        var strangers = typeof(DistributedApplication).Assembly.GetExportedTypes()
            .Where(t => t.Namespace?.StartsWith("Aspire.", StringComparison.Ordinal) != true && t.Namespace?.StartsWith("Thesis.Hosting", StringComparison.Ordinal) != true);

        Assert.Empty(strangers);
    }

    private static IEnumerable<string> Describe(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var bases = new[] { type.BaseType }.Concat(type.GetInterfaces())
            .Where(b => b is { IsPublic: true, Namespace: not null } && b.Namespace.StartsWith("Aspire.", StringComparison.Ordinal)).Select(b => Name(b ?? typeof(object))).Order(StringComparer.Ordinal).ToArray();
        yield return $"{Name(type)} = {kind}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}";
        foreach (var member in type.GetMembers(Declared).Where(IsVisible))
        {
            if (Signature(member) is { } signature)
            {
                yield return $"{Name(type)}.{signature}";
            }
        }
    }

    private static bool IsVisible(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: false).Length > 0,
        FieldInfo field => field is { IsPublic: true, IsSpecialName: false },
        EventInfo e => e.AddMethod?.IsPublic == true,
        _ => false,
    };

    private static string? Signature(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: true } => null,
        MethodInfo { Name: "ToString" or "Equals" or "GetHashCode" or "PrintMembers" or "<Clone>$" or "Deconstruct" } => null,
        MethodInfo method => $"{method.Name}{Generics(method)}({Parameters(method)}) -> {Name(method.ReturnType)}",
        PropertyInfo { Name: "EqualityContract" } => null,
        PropertyInfo property => $"{property.Name} {{{(property.GetMethod?.IsPublic == true ? " get" : "")}{(property.SetMethod?.IsPublic == true ? " set" : "")} }} -> {Name(property.PropertyType)}",
        FieldInfo field => $"{field.Name} -> {Name(field.FieldType)}{(field.IsLiteral ? " = " + field.GetRawConstantValue() : "")}",
        _ => member.Name,
    };

    private static string Generics(MethodInfo method) => method.IsGenericMethodDefinition
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name + Constraints(a)))}>"
        : "";

    private static string Constraints(Type argument) => argument.GetGenericParameterConstraints() is { Length: > 0 } constraints
        ? " : " + string.Join(" & ", constraints.Select(Name).Order(StringComparer.Ordinal))
        : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{(p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")}{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {p.RawDefaultValue ?? "null"}" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsByRef)
        {
            return Name(type.GetElementType() ?? type) + "&";
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType() ?? type) + "[]";
        }

        var name = new StringBuilder();
        for (var outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
        {
            name.Insert(0, outer.Name.Split('`')[0] + "+");
        }

        name.Append(type.Name.Split('`')[0]);
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name.ToString();
    }
}
