using System.Text;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>
/// Writes the script that makes the secrets of an environment with its own servers: random values, made where it runs
/// and never written to a file, or those that variables give.
/// </summary>
internal static class SecretScript
{
    public static string Text(DeploymentModel model)
    {
        var script = new StringBuilder($"""
            #!/bin/sh
            # Makes the secret '{KubernetesNames.Secret}' in a namespace, from variables or at random; one that exists is kept.
            # Usage: ./create-secrets.sh NAMESPACE
            set -eu
            namespace=$1
            if kubectl --namespace "$namespace" get secret {KubernetesNames.Secret} >/dev/null 2>&1; then
              echo "The secret '{KubernetesNames.Secret}' is there already: delete it to make it anew." >&2
              exit 0
            fi
            random() {"{"} head -c 24 /dev/urandom | base64 | tr -d '+/=\n'; {"}"}


            """.ReplaceLineEndings("\n"));
        var keys = SecretKeys.Of(model);
        foreach (var parameter in keys.Values.SelectMany(t => t.Secrets).Distinct())
        {
            script.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Variable(parameter)}=${{{Variable(parameter)}:-$(random)}}\n");
        }

        script.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nkubectl --namespace \"$namespace\" create secret generic {KubernetesNames.Secret}");
        foreach (var (key, text) in keys)
        {
            // The values are letters and digits, so no format changes them.
            script.Append(System.Globalization.CultureInfo.InvariantCulture, $" \\\n  --from-literal={key}=\"{text.Render((p, _) => $"${{{Variable(p)}}}")}\"");
        }

        return script.Append('\n').ToString();
    }

    /// <summary>The shell variable that carries a parameter's value.</summary>
    public static string Variable(ParameterResource parameter) => parameter.Name.Replace('-', '_').ToUpperInvariant();
}
